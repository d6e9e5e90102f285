"""Programs that run in a child process, under the project's own interpreter.

They use the standard library only and import nothing of SmallCode: the interpreter may be another one. Each gets
its job as arguments (see ``smallcode.validation.child``) and answers with marked JSON lines on standard output.
"""
