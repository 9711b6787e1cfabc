"""Preview: a local web page that shows a brief as it will print, while it is written. Loopback only."""
