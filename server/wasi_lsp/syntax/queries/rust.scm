; What extraction asks of an item's tree. Nodes that are not named here are never visited.

(use_declaration) @use
(extern_crate_declaration) @extern_crate

; Paths. The inner ones of a longer path are captured too, and left out by their place.
(scoped_identifier) @path
(scoped_type_identifier) @path
(call_expression function: [(identifier) (scoped_identifier)] @callee)
(call_expression
  function: (generic_function function: [(identifier) (scoped_identifier)] @callee))

(attribute_item) @attribute
(inner_attribute_item) @attribute
(macro_invocation) @macro
(ERROR) @error

; Names that hide imports.
(type_parameters (type_parameter name: (type_identifier) @type_parameter))
(let_declaration pattern: (_) @pattern)
(let_condition pattern: (_) @pattern)
(for_expression pattern: (_) @pattern)
(match_arm pattern: (_) @pattern)
(parameter pattern: (_) @pattern)
(closure_parameters (_) @pattern)

; Items inside blocks.
(block [
  (function_item name: (identifier) @item)
  (struct_item name: (type_identifier) @item)
  (enum_item name: (type_identifier) @item)
  (union_item name: (type_identifier) @item)
  (type_item name: (type_identifier) @item)
  (trait_item name: (type_identifier) @item)
  (const_item name: (identifier) @item)
  (static_item name: (identifier) @item)
  (mod_item name: (identifier) @item)
])
(mod_item body: (declaration_list) @module)
