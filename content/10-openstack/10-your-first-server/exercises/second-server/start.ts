// From the cells above you have cloud, image and network.
// Choose a flavor here, and order your second server.
