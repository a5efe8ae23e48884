"""Follows a build script in thought, on every target and with all features at once.

Nothing is run. What the script prints gets the condition under which it does: through variables,
`if`, `match`, early returns, loops over what is written out, and the script's own functions. Where
something else decides (the compiler's version, a file, another variable of the environment), that
is an atom of its own (`undecided_atom`), which may hold or not: so an `if` and its `else` still
exclude each other.

What cannot be followed is never taken for known: what is printed there is left to the caller, who
sees by `followed` which literals are accounted for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from tree_sitter import Node

from wasi_lsp.cfg.ast import CfgExpr, Gated, Invalid, KeyValue, Name, walk
from wasi_lsp.cfg.atoms import undecided_atom
from wasi_lsp.cfg.literal import unquote
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.cargo_variables import cargo_variable
from wasi_lsp.syntax.cfg_aliases import Alias, cfg_aliases
from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.macro_code import macro_code, macro_name
from wasi_lsp.syntax.paths import node_text
from wasi_lsp.syntax.script_format import HOLE, formatted
from wasi_lsp.syntax.script_methods import functions_in, method
from wasi_lsp.syntax.script_values import (
    ABSENT,
    Function,
    Items,
    Scope,
    Text,
    Tuple,
    Value,
    choose,
    constant,
    equal,
    union,
)
from wasi_lsp.text.span import Span

#: Bounds, so that no script makes this slow or deep.
_MAX_EFFORT = 20_000
_MAX_DEPTH = 100

_DIVERGING = frozenset({"panic", "unreachable", "todo", "unimplemented"})
#: What a block declares, wherever in it that stands.
_ITEMS = frozenset(
    {
        *("function_item", "const_item", "static_item", "impl_item", "trait_item", "mod_item"),
        *("struct_item", "enum_item", "union_item", "type_item", "use_declaration"),
        *("macro_definition", "extern_crate_declaration", "foreign_mod_item"),
    }
)
_LITERALS = frozenset({"string_literal", "raw_string_literal"})
_COMMENTS = frozenset({"line_comment", "block_comment"})
_INNER = frozenset(
    {"parenthesized_expression", "expression_statement", "unsafe_block", "const_block"}
)
#: Functions that give back what they are given.
_SAME = frozenset({"Ok", "Some", "String::from", "OsString::from", "Box::new", "Cow::from"})
_ENVIRONMENT = frozenset(
    f"{path}{name}" for path in ("", "env::", "std::env::") for name in ("var", "var_os")
)
_EXIT = frozenset({"exit", "process::exit", "std::process::exit"})


class TooMuchError(Exception):
    """The script passed the bounds, or does what is not followed: nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Something that the script prints, with `HOLE` for parts that are not known."""

    text: str
    where: Region
    #: The format string.
    span: Span


class Comparison(NamedTuple):
    """A string that a variable of Cargo is compared with, and never is; the span has its quotes."""

    variable: str
    text: str
    span: Span


@dataclass(slots=True)
class _Loop:
    """Where a loop over known elements was left, by `continue` or by `break`."""

    continued: Region
    broken: Region


class ScriptRun:
    """One file of a build script. `source` names it, for what only it can decide."""

    def __init__(self, text: bytes, source: str, features: Collection[str] | None) -> None:
        self.printed: list[Printed] = []
        self.aliases: list[Alias] = []
        self.comparisons: set[Comparison] = set()
        #: Where the format strings start that `printed` accounts for.
        self.followed: set[int] = set()
        self._text = text
        self._source = source
        self._features = features
        #: Where the statement is reached that is looked at.
        self._live = Region.everywhere()
        self._scope = Scope()
        self._returns: list[list[tuple[Region, Value]]] = []
        self._loops: list[_Loop | None] = []
        #: The calls, and macros, that lead here.
        self._way: list[int] = []
        self._stack: list[Node] = []
        self._lost: list[Node] = []
        #: Whether this code runs an unknown number of times.
        self._repeats = 0
        #: Whether the nodes come from a tree that was made of a macro's arguments.
        self._remade = 0
        #: What makes a place in the tree that is followed one in the file.
        self._shift = 0
        self._effort = self._depth = 0

    def run(self, root: Node, *, is_alone: bool) -> None:
        """Follow `main`; functions that other files may call are not followed from there.

        Raises `TooMuchError`.
        """
        named = self._declare(root)
        main = named.get("main")
        if main is not None:
            self._apply(main, [], main.node)
        for function in named.values():
            if function is not main and not is_alone:
                self._lose(function)

    # Statements, and what decides whether they are reached.

    def _declare(self, block: Node) -> dict[str, Function]:
        """Make the items of a block known; the functions."""
        found: dict[str, Function | None] = {}
        has_cfg = False
        for child in block.named_children:
            if child.type == "attribute_item":
                has_cfg = has_cfg or _cfg_of(child) is not None
                continue
            name = child.child_by_field_name("name")
            if child.type == "function_item" and name is not None:
                function = Function(child, self._scope, self._shift)
                is_known = not has_cfg and node_text(name) not in found
                found[node_text(name)] = function if is_known else None
            elif child.type in ("const_item", "static_item") and name is not None:
                value = child.child_by_field_name("value")
                known = None if has_cfg or value is None else self._value(value)
                self._scope.values[node_text(name)] = known
            has_cfg = has_cfg and child.type in _COMMENTS
        self._scope.values |= found
        for child in block.named_children:
            name = child.child_by_field_name("name")
            is_followed = name is not None and found.get(node_text(name)) is not None
            if child.type in _ITEMS and not (child.type == "function_item" and is_followed):
                self._mention(child)
        return {name: function for name, function in found.items() if function is not None}

    def _block(self, block: Node) -> Value:
        with self._inside(Scope(self._scope)):
            self._declare(block)
            conditions: list[Region] = []
            value: Value = None
            for child in block.named_children:
                if child.type in _COMMENTS or child.type in _ITEMS:
                    continue
                if child.type == "attribute_item":
                    cfg = _cfg_of(child)
                    conditions += [] if cfg is None else [self._host_cfg(cfg, child)]
                    continue
                value = self._statement(child, conditions)
                conditions = []
            return value

    def _statement(self, node: Node, conditions: list[Region]) -> Value:
        if conditions:
            where = self._live
            for condition in conditions:
                where = where & condition
            before = self._live
            self._live = where
            self._value(node)
            pattern = node.child_by_field_name("pattern")
            if pattern is not None:
                self._scope.values |= dict.fromkeys(_identifiers(pattern))
            self._live = self._live | (before & ~where)
            return None
        value = self._value(node)
        is_last = not (node.type == "expression_statement" and node.children[-1].type == ";")
        return value if is_last else None

    def _let(self, node: Node) -> None:
        pattern = node.child_by_field_name("pattern")
        given = node.child_by_field_name("value")
        value = self._value(given) if given is not None else None
        otherwise = node.child_by_field_name("alternative")
        if pattern is None:
            return
        where = self._matches(pattern, value, is_last=otherwise is None)
        if any(child.type == "mutable_specifier" for child in node.children):
            self._scope.mutable.add(node_text(pattern))
        if otherwise is not None:
            before = self._live
            self._live = before & ~where
            self._value(otherwise)
            self._live = before & where

    def _assign(self, node: Node) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        new = self._value(right)
        holder = self._scope.holder(node_text(left)) if left.type == "identifier" else None
        if holder is None:
            self._havoc(left)
            return
        old = holder.values[node_text(left)]
        if node.type == "compound_assignment_expr":
            operator = node.child_by_field_name("operator")
            new = _joined(node_text(operator) if operator is not None else "", old, new)
        live = self._live
        holder.values[node_text(left)] = choose([(live, new), (~live, old)])

    def _if(self, node: Node) -> Value:
        cases: list[tuple[Region, Value, Node]] = []
        ends: list[Region] = []
        rest = self._live
        branch: Node | None = node
        while branch is not None:
            self._live = rest
            condition = branch.child_by_field_name("condition")
            consequence = branch.child_by_field_name("consequence")
            alternative = branch.child_by_field_name("alternative")
            with self._inside(Scope(self._scope)):
                where = self._condition(condition) if condition is not None else Region.unknown()
                rest = self._live & ~where
                self._live = self._live & where
                value = self._value(consequence) if consequence is not None else None
            cases.append((self._live, value, branch))
            ends.append(self._live)
            branch = alternative.named_children[0] if alternative is not None else None
            if branch is None or branch.type != "if_expression":
                self._live = rest
                value = self._value(branch) if branch is not None else None
                cases.append((self._live, value, branch or node))
                ends.append(self._live)
                branch = None
        self._live = union(ends)
        return self._chosen(cases)

    def _condition(self, node: Node) -> Region:
        """Where a condition holds; what its patterns bind is known in the scope."""
        if node.type == "let_condition":
            pattern = node.child_by_field_name("pattern")
            given = node.child_by_field_name("value")
            value = self._value(given) if given is not None else None
            return self._matches(pattern, value) if pattern is not None else self._undecided(node)
        if node.type == "let_chain":
            before = self._live
            where = Region.everywhere()
            for part in node.named_children:
                self._live = before & where
                where = where & self._condition(part)
            self._live = before
            return where
        return self._region(self._value(node), node)

    def _match(self, node: Node, *, is_whole: bool = True) -> Value:
        given, body = node.child_by_field_name("value"), node.child_by_field_name("body")
        value = self._value(given) if given is not None else None
        arms = [each for each in body.named_children if each.type == "match_arm"] if body else []
        cases: list[tuple[Region, Value, Node]] = []
        ends: list[Region] = []
        rest = self._live
        for arm in arms:
            pattern, result = arm.child_by_field_name("pattern"), arm.child_by_field_name("value")
            if pattern is None or result is None or not pattern.children:
                continue
            guard = pattern.child_by_field_name("condition")
            is_last = is_whole and arm is arms[-1] and guard is None
            with self._inside(Scope(self._scope)):
                where = self._matches(pattern.children[0], value, is_last=is_last)
                self._live = rest & where
                if guard is not None:
                    where = where & self._condition(guard)
                if any(child.type == "attribute_item" for child in arm.named_children):
                    where = where & self._undecided(arm)
                self._live = rest & where
                value_here = self._value(result)
                cases.append((self._live, value_here, result))
                ends.append(self._live)
            rest = rest & ~where
        if not is_whole:
            cases.append((rest, Region.nowhere(), node))
            ends.append(rest)
        self._live = union(ends)
        return self._chosen(cases)

    def _chosen(self, cases: list[tuple[Region, Value, Node]]) -> Value:
        """The value of branches, each with where it ends; what one does not tell is a Boolean."""
        if any(isinstance(value, Region) for _, value, _ in cases):
            return choose((where, self._region(value, node)) for where, value, node in cases)
        return choose((where, value) for where, value, _ in cases)

    def _for(self, node: Node) -> None:
        pattern, body = node.child_by_field_name("pattern"), node.child_by_field_name("body")
        given = node.child_by_field_name("value")
        items = self._value(given) if given is not None else None
        if not isinstance(items, Items) or pattern is None or body is None:
            self._lose(items)
            self._repeated(node, body)
            return
        loop = _Loop(Region.nowhere(), Region.nowhere())
        self._loops.append(loop)
        for number, (item, where) in enumerate(items.items):
            before = self._live
            self._live = before & where
            loop.continued = Region.nowhere()
            self._way.append(number)
            with self._inside(Scope(self._scope)):
                self._matches(pattern, item, is_last=True)
                self._value(body)
            self._way.pop()
            self._live = union([self._live, loop.continued, before & ~where])
        self._loops.pop()
        self._live = self._live | loop.broken

    def _repeated(self, whole: Node, body: Node | None) -> None:
        """Code that runs nobody knows how often, with what nobody knows."""
        before = self._live
        returned = len(self._returns[-1]) if self._returns else 0
        self._havoc(whole)
        self._live = before & self._undecided(whole)
        self._repeats += 1
        self._loops.append(None)
        with self._inside(Scope(self._scope)):
            for child in [body] if body is not None else whole.named_children:
                self._value(child)
        self._loops.pop()
        self._repeats -= 1
        self._havoc(whole)
        left = self._returns[-1][returned:] if self._returns else []
        self._live = before & ~union(where for where, _ in left)

    def _leave(self, node: Node) -> None:
        """`break` and `continue`."""
        if any(child.type == "label" for child in node.named_children):
            raise TooMuchError
        for child in node.named_children:
            self._value(child)
        loop = self._loops[-1] if self._loops else None
        if loop is not None and node.type == "break_expression":
            loop.broken = loop.broken | self._live
        elif loop is not None:
            loop.continued = loop.continued | self._live
        self._live = Region.nowhere()

    def _return(self, node: Node) -> None:
        value = self._value(node.named_children[0]) if node.named_children else None
        if self._returns:
            self._returns[-1].append((self._live, value))
        self._live = Region.nowhere()

    def _try(self, node: Node) -> Value:
        """`value?`; an error of `main` fails the build."""
        value = self._value(node.named_children[0]) if node.named_children else None
        if len(self._stack) > 1 and (isinstance(value, Text) or value is None):
            there = value.present if isinstance(value, Text) else self._undecided(node)
            self._returns[-1].append((self._live & ~there, ABSENT if value is not None else None))
            self._live = self._live & there
        return value

    # Patterns.

    def _matches(self, pattern: Node, value: Value, *, is_last: bool = False) -> Region:
        """Where a value has the pattern; names are bound. `is_last`: nothing else is left."""
        where = self._pattern(pattern, value)
        return Region.everywhere() if is_last else where

    def _pattern(self, pattern: Node, value: Value) -> Region:
        # A `_` is no named node.
        inner = [
            child
            for child in pattern.children
            if (child.is_named or child.type == "_") and child.type not in _COMMENTS
        ]
        match pattern.type:
            case "_":
                return Region.everywhere()
            case "identifier":
                return self._binding(pattern, value)
            case "or_pattern":
                return union([self._pattern(each, value) for each in inner])
            case "reference_pattern" | "ref_pattern" | "mut_pattern" if inner:
                if pattern.type == "mut_pattern":
                    self._scope.mutable.add(node_text(inner[-1]))
                return self._pattern(inner[-1], value)
            case "captured_pattern" if len(inner) == 2:
                return self._pattern(inner[0], value) & self._pattern(inner[1], value)
            case "tuple_struct_pattern" if len(inner) == 2:
                head = node_text(inner[0]).rpartition("::")[2]
                if isinstance(value, Text) and head in ("Ok", "Some"):
                    return value.present & self._pattern(inner[1], value)
                if isinstance(value, Text) and head == "Err":
                    self._pattern(inner[1], None)
                    return ~value.present
            case "tuple_pattern" if isinstance(value, Tuple) and len(inner) == len(value.parts):
                where = Region.everywhere()
                for part, its_value in zip(inner, value.parts, strict=True):
                    where = where & self._pattern(part, its_value)
                return where
            case "string_literal" | "raw_string_literal" | "boolean_literal" | "char_literal":
                return self._region(self._equal(self._value(pattern), value), pattern)
        for child in inner:
            self._pattern(child, None)
        return self._undecided(pattern)

    def _binding(self, name: Node, value: Value) -> Region:
        text = node_text(name)
        if text == "None":
            return self._region(~value.present if isinstance(value, Text) else None, name)
        if text[:1].isupper():
            return self._region(self._equal(self._variable(text), value), name)
        self._scope.values[text] = value
        return Region.everywhere()

    # Expressions.

    def _value(self, node: Node) -> Value:
        self._effort += 1 + len(self._live.may.nodes)
        self._depth += 1
        if self._effort > _MAX_EFFORT or self._depth > _MAX_DEPTH:
            raise TooMuchError
        value = self._value_of(node)
        self._depth -= 1
        if isinstance(value, Region):
            self._effort += len(value.may.nodes)
        return value

    def _value_of(self, node: Node) -> Value:
        match node.type:
            case "identifier":
                return ABSENT if node_text(node) == "None" else self._variable(node_text(node))
            case "string_literal" | "raw_string_literal" | "char_literal":
                return self._literal(node)
            case "boolean_literal":
                return Region.everywhere() if node_text(node) == "true" else Region.nowhere()
            case "reference_expression":
                return self._reference(node)
            case "unary_expression":
                value = self._value(node.named_children[0]) if node.named_children else None
                if node.children[0].type != "!":
                    return value
                return ~self._region(value, node)
            case "binary_expression":
                return self._binary(node)
            case "call_expression":
                return self._call(node)
            case "macro_invocation":
                return self._macro(node)
            case "if_expression":
                return self._if(node)
            case "match_expression":
                return self._match(node)
            case "block":
                return self._block(node)
            case "let_declaration":
                self._let(node)
                return None
            case "assignment_expression" | "compound_assignment_expr":
                self._assign(node)
                return None
            case "return_expression":
                self._return(node)
                return None
            case "break_expression" | "continue_expression":
                self._leave(node)
                return None
            case "try_expression":
                return self._try(node)
            case "array_expression":
                items = [self._value(child) for child in _parts(node)]
                return Items(tuple((item, Region.everywhere()) for item in items))
            case "tuple_expression":
                return Tuple(tuple(self._value(child) for child in _parts(node)))
            case "closure_expression":
                self._havoc(node)
                return Function(node, self._scope, self._shift)
            case "for_expression":
                self._for(node)
                return None
            case "while_expression" | "loop_expression":
                self._repeated(node, None)
                return None
            case "let_condition" | "let_chain":
                return self._condition(node)
            case kind if kind in _INNER and node.named_children:
                return self._value(node.named_children[-1])
            case kind if kind in _ITEMS:
                self._mention(node)
                return None
        for child in node.named_children:
            self._lose(self._value(child))
        return None

    def _variable(self, name: str) -> Value:
        holder = self._scope.holder(name)
        return holder.values[name] if holder is not None else None

    def _reference(self, node: Node) -> Value:
        value = node.child_by_field_name("value")
        if value is None:
            return None
        if any(child.type == "mutable_specifier" for child in node.children):
            self._havoc(value)
        return self._value(value)

    def _binary(self, node: Node) -> Value:
        operator = node.child_by_field_name("operator")
        sign = node_text(operator) if operator is not None else ""
        if sign in ("&&", "||"):
            return self._chain(node, sign)
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return None
        one, other = self._value(left), self._value(right)
        if sign in ("==", "!="):
            same = self._region(self._equal(one, other), node)
            return same if sign == "==" else ~same
        if sign in ("<", ">", "<=", ">="):
            return self._undecided(node)
        return _joined(f"{sign}=", one, other)

    def _chain(self, node: Node, sign: str) -> Region:
        """`a && b && c`, or the same with `||`: a long one would be deep."""
        parts: list[Node] = []
        left: Node | None = node
        while left is not None and left.type == "binary_expression":
            operator, right = (
                left.child_by_field_name("operator"),
                left.child_by_field_name("right"),
            )
            if operator is None or node_text(operator) != sign or right is None:
                break
            parts.append(right)
            left = left.child_by_field_name("left")
        parts += [left] if left is not None else []
        is_and = sign == "&&"
        before = self._live
        where = Region.everywhere() if is_and else Region.nowhere()
        for part in reversed(parts):
            self._live = before & (where if is_and else ~where)
            own = self._region(self._value(part), part)
            where = where & own if is_and else where | own
        self._live = before
        return where

    def _call(self, node: Node) -> Value:
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        if function is not None and function.type == "generic_function":
            function = function.child_by_field_name("function")
        if function is None or arguments is None:
            return None
        if function.type == "field_expression":
            return self._method(node, function, _parts(arguments))
        path = "".join(node_text(function).split()).removeprefix("::")
        called = self._variable(path.removeprefix("self::").removeprefix("crate::"))
        if function.type not in ("identifier", "scoped_identifier"):
            called = self._value(function)
        args = [self._value(each) for each in _parts(arguments)]
        if isinstance(called, Function):
            return self._apply(called, args, node)
        if path in _EXIT:
            self._live = Region.nowhere()
        if path in _ENVIRONMENT and len(args) == 1:
            return self._environment(args[0])
        if path in _SAME and len(args) == 1:
            return args[0]
        for each in args:
            self._lose(each)
        return ABSENT if path == "Err" else None

    def _method(self, node: Node, function: Node, arguments: Sequence[Node]) -> Value:
        name, receiver = (
            function.child_by_field_name("field"),
            function.child_by_field_name("value"),
        )
        if name is None or receiver is None:
            return None
        value = self._value(receiver)
        args = [self._value(each) for each in arguments]
        if node_text(name) == "for_each" and isinstance(value, Items) and len(args) == 1:
            (action,) = args
            if isinstance(action, Function):
                for item, where in value.items:
                    self._applied_where(action, [item], where)
                return None

        if node_text(name) in ("eq", "ne") and args:
            self._compare(value, args[0])
        elif node_text(name) == "contains" and isinstance(value, Items) and args:
            for item, _ in value.items:
                self._compare(item, args[0])
        result = method(value, node_text(name), args, self._applied_where)
        if result is None:
            for each in (value, *args):
                self._lose(each)
            self._havoc(receiver)
        return result

    def _applied_where(self, function: Function, args: Sequence[Value], where: Region) -> Value:
        before = self._live
        self._live = before & where
        value = self._apply(function, args, function.node)
        self._live = self._live | (before & ~where)
        return value

    def _apply(self, function: Function, args: Sequence[Value], call: Node) -> Value:
        """What the function returns; from then on the code is live where it does."""
        node = function.node
        body = node.child_by_field_name("body")
        if body is None or node in self._stack:
            self._lose(function)
            return None
        outer, self._scope = self._scope, Scope(function.scope)
        shift, self._shift = self._shift, function.shift
        self._stack.append(node)
        self._way.append(call.start_byte)
        self._returns.append([])
        loops, self._loops = self._loops, []
        patterns = _parameters(node)
        for index, (pattern, is_mutable) in enumerate(patterns):
            self._pattern(pattern, args[index] if len(args) == len(patterns) else None)
            if is_mutable:
                self._scope.mutable.add(node_text(pattern))
        value = self._value(body)
        results = [*self._returns.pop(), (self._live, value)]
        self._loops = loops
        self._way.pop()
        self._stack.pop()
        self._scope, self._shift = outer, shift
        self._live = union(where for where, _ in results)
        return choose(results)

    def _environment(self, name: Value) -> Value:
        if not isinstance(name, Text):
            return None
        return choose(
            (where, cargo_variable(each, self._features)) for each, where in name.cases.items()
        )

    # Macros.

    def _macro(self, node: Node) -> Value:
        name = macro_name(node)
        tokens = next((child for child in node.children if child.type == "token_tree"), None)
        if tokens is None:
            return None
        inside = Span(tokens.start_byte + 1, tokens.end_byte - 1)
        if name in ("println", "print"):
            self._print(node, name)
            return None
        if name == "cfg_aliases" and not self._remade and not self._defines_macro(name):
            for alias in cfg_aliases(self._text, inside):
                self.aliases.append(alias._replace(where=alias.where & self._live))
            return None
        if name == "cfg":
            text = tokens.text or b""
            return self._host_cfg(parse_cfg(text, 1, len(text) - 1).expr, node)
        if name in _DIVERGING:
            self._live = Region.nowhere()
            return None
        with self._code_of(node) as code:
            if code is None:
                self._mention(tokens)
                return None
            if name == "matches" and code.type == "match_expression":
                return self._match(code, is_whole=False)
            if name == "format":
                return self._format(code)
            return self._value(code)

    @contextmanager
    def _code_of(self, node: Node) -> Iterator[Node | None]:
        """The arguments of a macro as an expression."""
        code = macro_code(node)
        root = new_parser().parse(code.text).root_node if code is not None else None
        body = root.named_children[0].child_by_field_name("body") if root is not None else None
        inner = body.named_children[0] if body is not None and body.named_children else None
        if inner is not None and inner.type == "expression_statement" and inner.named_children:
            inner = inner.named_children[0]
        shift = self._shift
        self._shift += code.at - code.start if code is not None else 0
        self._remade += 1
        self._way.append(node.start_byte)
        yield inner if root is not None and not root.has_error else None
        self._way.pop()
        self._remade -= 1
        self._shift = shift

    def _print(self, node: Node, name: str) -> None:
        with self._code_of(node) as code:
            text = self._format(code, HOLE) if code is not None else None
        tokens = next((child for child in node.children if child.type == "token_tree"), None)
        literal = (
            next((c for c in tokens.children if c.type in _LITERALS), None) if tokens else None
        )
        if text is None or literal is None or self._remade:
            return
        self.followed.add(literal.start_byte)
        for each, where in text.cases.items():
            live = self._live & where
            if self._repeats:
                live = live & self._undecided(node)
            # What is printed next goes on in the same line.
            end = HOLE if name == "print" and not each.endswith("\n") else ""
            span = Span(literal.start_byte, literal.end_byte)
            self.printed.append(Printed(each + end, live, span))

    def _format(self, call: Node, hole: str | None = None) -> Text | None:
        """The text that the arguments of a format macro make; without `hole` it must be known."""
        arguments = call.child_by_field_name("arguments")
        parts = _parts(arguments) if arguments is not None else []
        if not parts or parts[0].type not in _LITERALS:
            for part in parts:
                self._lose(self._value(part))
            return None
        positional: list[Value] = []
        named: dict[str, Value] = {}
        for part in parts[1:]:
            left, right = part.child_by_field_name("left"), part.child_by_field_name("right")
            if part.type == "assignment_expression" and left is not None and right is not None:
                named[node_text(left)] = self._value(right)
            else:
                positional.append(self._value(part))
        template = self._literal(parts[0])
        (known,) = template.cases
        text = formatted(known, positional, named, self._variable)
        return text if hole or not any(HOLE in each for each in text.cases) else None

    def _literal(self, node: Node) -> Text:
        # A byte string means the same.
        literal = (node.text or b"").lstrip(b"bc")
        span = Span(node.end_byte - len(literal), node.end_byte).shift(self._shift)
        return constant(unquote(literal, node.start_byte)[0], literal=span)

    def _equal(self, left: Value, right: Value) -> Region | None:
        self._compare(left, right)
        return equal(left, right)

    def _compare(self, left: Value, right: Value) -> None:
        """Note a comparison that can only fail."""
        if not isinstance(left, Text) or not isinstance(right, Text):
            return
        for value, wanted in ((left, right), (right, left)):
            if value.variable is None or wanted.literal is None:
                continue
            (text,) = wanted.cases
            if text not in value.cases:
                self.comparisons.add(Comparison(value.variable, text, wanted.literal))

    def _defines_macro(self, name: str) -> bool:
        return f"macro_rules! {name}".encode() in self._text

    def _host_cfg(self, expr: CfgExpr, node: Node) -> Region:
        """A predicate in the script itself: it is compiled for the host, with the same features."""
        for leaf in walk(expr):
            if isinstance(leaf, Name | Gated | Invalid) or (
                isinstance(leaf, KeyValue) and leaf.key != "feature"
            ):
                return self._undecided(node)
        return Region.of(expr)

    # What is not known.

    def _region(self, value: Value, node: Node) -> Region:
        return value if isinstance(value, Region) else self._undecided(node)

    def _undecided(self, node: Node) -> Region:
        """What something else decides, at this place on this way."""
        way = [*self._way, node.start_byte]
        if self._repeats:
            way.append(self._effort)
        place = " ".join(map(str, way))
        return Region.of_atom(undecided_atom(self._source, place))

    def _lose(self, value: Value) -> None:
        """Functions in a value that goes where it cannot be followed: they may be called there."""
        for function in functions_in(value):
            if function.node in self._lost:
                continue
            self._lost.append(function.node)
            before, self._live = self._live, self._undecided(function.node)
            stack, self._stack = self._stack, []
            self._repeats += 1
            self._apply(function, [], function.node)
            self._repeats -= 1
            self._stack = stack
            self._live = before

    def _havoc(self, node: Node) -> None:
        """Code that may set variables in ways that are not followed."""
        for name in _identifiers(node):
            holder = self._scope.holder(name)
            if holder is not None and name in holder.mutable:
                holder.values[name] = None

    def _mention(self, node: Node) -> None:
        """Tokens that may be any code, with the variables and functions that they name."""
        self._havoc(node)
        for name in _identifiers(node):
            self._lose(self._variable(name))

    @contextmanager
    def _inside(self, scope: Scope) -> Iterator[None]:
        outer, self._scope = self._scope, scope
        yield
        self._scope = outer


def _parts(node: Node) -> list[Node]:
    return [
        child
        for child in node.named_children
        if child.type not in _COMMENTS and child.type != "attribute_item"
    ]


def _parameters(function: Node) -> list[tuple[Node, bool]]:
    """The patterns of the parameters, and whether they are `mut`."""
    parameters = function.child_by_field_name("parameters")
    found: list[tuple[Node, bool]] = []
    for each in _parts(parameters) if parameters is not None else []:
        pattern = each.child_by_field_name("pattern") if each.type == "parameter" else each
        if pattern is not None and each.type != "self_parameter":
            is_mutable = any(child.type == "mutable_specifier" for child in each.children)
            found.append((pattern, is_mutable))
    return found


def _joined(operator: str, old: Value, new: Value) -> Value:
    if isinstance(old, Region) and isinstance(new, Region):
        if operator == "|=":
            return old | new
        if operator == "&=":
            return old & new
    return None


def _cfg_of(attribute: Node) -> CfgExpr | None:
    """The predicate of `#[cfg(…)]`; None for other attributes."""
    text = attribute.text or b""
    start = text.find(b"(")
    if b"".join(text[:start].split()) != b"#[cfg" or start < 0:
        return None
    return parse_cfg(text, start + 1, text.rfind(b")")).expr


def _identifiers(node: Node) -> set[str]:
    found: set[str] = set()
    pending = [node]
    while pending:
        each = pending.pop()
        if each.type == "identifier":
            found.add(node_text(each))
        pending += each.children
    return found
