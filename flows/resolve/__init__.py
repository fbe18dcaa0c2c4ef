"""One happening, one record: links claims of many reports to actors, programmes and events with lasting ids."""
