"""Validation of data that strangers send, by our shapes or by theirs (design §6, `/validate`).

Data and shapes are foreign bytes, and shapes are a program of sorts: both are read and run in
sandboxed processes that can be killed, never in the one that speaks HTTP.

- `validators` is the front: it starts the others when they are first needed, holds each to its
  time and memory, and keeps short validations from waiting for long ones;
- `process` is the parent: it knows our shapes and vocabularies, and forks a worker a validation;
- `worker` reads, checks and reports (`judging`, `plain`, `lines`), and ends.

The front imports no RDF engine, so nothing in this file does.
"""
