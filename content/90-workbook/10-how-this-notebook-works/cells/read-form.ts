Object.entries(form).map(([field, widget]) => ({ field, value: widget.value }));
