-- A country made up for the messages in plugins/README.md.
return { id = "exampleland", version = "1.0", api = 1, level = "state", checked = "2026-11-21" }
