-- The rules as a program would ask them that embeds Lua and stops there: versions by date, trees of
-- conditions, parameters by date, one call a question. Nothing is tabulated.
local folder, kind, date = ...

local versions = {}
local function collect(form)
  return function(id)
    return function(rule)
      if form == "allow" and id == kind then versions[#versions + 1] = rule end
    end
  end
end
polku = setmetatable({}, { __index = function(_, form) return collect(form) end })
dofile(folder .. "/rules.lua")

local params = {}
for id, param in pairs(dofile(folder .. "/params.lua")) do
  for _, value in ipairs(param.values) do
    if value.from <= date then params[id] = value.value end
  end
end

local rule
for _, version in ipairs(versions) do
  if version.from == "always" or version.from <= date then rule = version end
end

local function holds(node, c)
  if node.test then return node.test(c, params) end
  if node.all then
    for _, child in ipairs(node.all) do
      if not holds(child, c) then return false end
    end
  end
  if node.any then
    local any = false
    for _, child in ipairs(node.any) do
      if holds(child, c) then any = true break end
    end
    if not any then return false end
  end
  if node.none then
    for _, child in ipairs(node.none) do
      if holds(child, c) then return false end
    end
  end
  return true
end

return function(c) return holds(rule, c) end
