return { id = "town", version = "0.1", api = 1, level = "region", extends = { land = ">=1.0 <2" } }
