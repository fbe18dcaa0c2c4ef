"""One module per kind of input; each turns a unit of bytes into readings and problems."""
