"""The things that stages pass to each other: frozen, checked when they are made. They import no stage."""
