"""Documents in, one `documents` row per report out."""
