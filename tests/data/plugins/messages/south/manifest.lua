return { id = "south", version = "1.0", api = 1, level = "region", extends = { exampleland = ">=1" } }
