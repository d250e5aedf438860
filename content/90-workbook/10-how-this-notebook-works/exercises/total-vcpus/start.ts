// From the cells above you have machines. Declare the constant total here.
