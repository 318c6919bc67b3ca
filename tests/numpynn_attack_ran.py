raise SystemExit("an attack has run")
