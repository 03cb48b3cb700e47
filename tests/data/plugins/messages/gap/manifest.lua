return { id = "gap", version = "1.0", api = 1, level = "state" }
