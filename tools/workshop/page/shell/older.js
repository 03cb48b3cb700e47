// What browsers of 2021 lack of what the page and D3 use; README.md says which browsers that are.
const at = function at(index) { return this[index < 0 ? this.length + index : index]; };
for (const { prototype } of [Array, String])
  if (!prototype.at) Object.defineProperty(prototype, 'at', { value: at, writable: true, configurable: true });
if (!Object.hasOwn) Object.hasOwn = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
