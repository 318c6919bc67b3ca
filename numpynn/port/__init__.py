"""From torch to numpynn on the command line: `weights` ports a checkpoint, `listing` shows what is in one."""
