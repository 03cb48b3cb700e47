return { id = "unlisted", version = "1.0", api = 1, level = "region", extends = { exampleland = ">=1" } }
