"""Follows the values of one body forward, to the methods that are called on them.

From constructors and functions whose result the table knows, through `?`, patterns, fields and
closures whose parameters std fixes. It never guesses: a type that is not known stays unknown, and
a method on it is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from wasi_lsp.semantics.inference.calls import (
    call_local,
    call_method,
    call_std,
    returned,
    written_types,
)
from wasi_lsp.semantics.inference.constructors import named_field, struct_type
from wasi_lsp.semantics.inference.methods import LocalMethod, Methods, StdMethod
from wasi_lsp.semantics.inference.operators import binary, dereferenced, element, member
from wasi_lsp.semantics.inference.patterns import bind
from wasi_lsp.semantics.inference.substitute import merge, substitute
from wasi_lsp.semantics.inference.type_names import TypeNames
from wasi_lsp.semantics.inference.value_paths import InnerItems, PathValue, ValuePaths
from wasi_lsp.semantics.inference.values import FUTURE, future, join, success, through_references
from wasi_lsp.semantics.inference.variables import Variables
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.resolve import Names
from wasi_lsp.stdlib.types import (
    UNIT,
    UNKNOWN,
    Bound,
    Function,
    Named,
    Never,
    Reference,
    Signature,
    SliceType,
    TupleType,
    Type,
    Unknown,
)
from wasi_lsp.syntax import hir
from wasi_lsp.syntax.facts import Segment
from wasi_lsp.text.span import Span

_STRING = Reference(Named("str"))
_NEVER = Never()


@dataclass(frozen=True, slots=True)
class MethodUse:
    """A call of a method of std, or a path that only inference can follow."""

    #: The name of the method; of a path its last name, with the span of the whole.
    name: Segment
    #: The path of the method: of the trait, for methods of traits.
    path: str
    #: The std type on which it was found; None for type parameters and trait objects.
    type_path: str | None
    #: A single name is the same as a variable's somewhere in the item, and yet none.
    is_single_name: bool = False


@dataclass(frozen=True, slots=True)
class LocalCall:
    """A call of a function of the workspace, at its name or path."""

    span: Span
    function: hir.Fn


#: The names in force within a span: those of the blocks around it.
NamesAt = Callable[[Span], Names]


class Inference:
    """Infers one body.

    `uses` collects the methods of std that it calls, `calls` the functions of the workspace; spans
    are as in the lowered code. `inner_items` are those of the blocks around the body.
    """

    def __init__(
        self,
        names: TypeNames,
        module: ModuleScope,
        names_at: NamesAt,
        bounds: Mapping[str, tuple[Bound, ...]],
        inner_items: tuple[InnerItems, ...] = (),
    ) -> None:
        self._module = module
        self._names_at = names_at
        self._bounds = bounds
        self._variables = Variables()
        #: The types that methods are called on, by where the method's name begins.
        self._receivers: dict[int, Type] = {}
        self.uses: list[MethodUse] = []
        self.calls: list[LocalCall] = []
        self._go_to(names, inner_items)

    def _go_to(self, names: TypeNames, inner_items: tuple[InnerItems, ...]) -> None:
        """Read what follows with these names, and these items of the blocks around."""
        self._names = names
        self._inner_items = inner_items
        self.methods = Methods(names, self._bounds)
        self._paths = ValuePaths(self.methods, inner_items)

    def method_named(self, name: Segment) -> MethodUse | None:
        """The method of std that the call at the place of `name` means if it is called so."""
        receiver = self._receivers.get(name.span.start)
        method = self.methods.find(receiver, name.name) if receiver is not None else None
        if not isinstance(method, StdMethod):
            return None
        return MethodUse(name, method.signature.path, method.type_path)

    # Items.

    def item(self, item: hir.LoweredItem) -> None:
        """Infer whatever code an item has."""
        match item:
            case hir.Fn():
                self._inner_function(item, self._names.self_type)
            case hir.Const(value=value) if value is not None:
                self.expr(value, self._names.type_of(item.type))
            case hir.Impl() | hir.Trait():
                own = self._names.type_of(item.type) if isinstance(item, hir.Impl) else UNKNOWN
                for member in item.items:
                    if isinstance(member, hir.Fn):
                        self._inner_function(member, own, item.type_params)

    def _inner_function(
        self, function: hir.Fn, own: Type, outer: tuple[hir.TypeParam, ...] = ()
    ) -> None:
        """A function in a block: it sees the names around it, but no variables."""
        params = (*outer, *function.type_params)
        names = replace(
            self._names,
            self_type=own,
            params=self._names.params | {param.name for param in params},
        )
        bounds = {
            **self._bounds,
            **{param.name: names.trait_bounds(param.bounds) for param in params},
        }
        inner = Inference(names, self._module, self._names_at, bounds, self._inner_items)
        inner.function(function)
        self.uses += inner.uses
        self.calls += inner.calls

    def function(self, function: hir.Fn) -> None:
        """Infer the body of a function, with its parameters in scope."""
        self._variables.enter()
        if function.receiver is not None:
            self._variables.bind("self", self._self_type(function))
        for pattern, ref in function.params:
            self._bind(pattern, self._names.type_of(ref))
        if function.body is not None:
            self.expr(function.body, self._names.type_of(function.returns))
        self._variables.leave()

    def _self_type(self, function: hir.Fn) -> Type:
        if function.receiver == "typed":
            return self._names.type_of(function.receiver_type)
        own = self._names.self_type
        return own if function.receiver == "self" else Reference(own)

    def _bind(self, pattern: hir.Pattern, kind: Type) -> None:
        bind(pattern, kind, self._variables, self.methods)

    # Expressions.

    def expr(self, expr: hir.Expr, expected: Type = UNKNOWN) -> Type:
        """The type of an expression; `expected` is what its surroundings ask for, if known."""
        return self.methods.normalize(self._expr(expr, expected))

    def _expr(self, expr: hir.Expr, expected: Type) -> Type:
        match expr:
            case hir.Path():
                return self._path(expr.path)
            case hir.Call():
                return self._call(expr, expected)
            case hir.MethodCall():
                return self._method_call(expr, expected)
            case hir.Field(base=base, name=name):
                return member(self.expr(base), name, self.methods)
            case hir.Index(base=base, index=index):
                indexed = self.expr(base)
                is_one = isinstance(index, hir.Literal)
                return element(indexed, self.expr(index), self.methods, is_one=is_one)
            case hir.Borrow(inner=inner):
                wanted = expected.inner if isinstance(expected, Reference) else UNKNOWN
                found = self.expr(inner, wanted)
                return found if isinstance(found, Unknown) else Reference(found)
            case hir.Deref(inner=inner):
                return dereferenced(self.expr(inner), self.methods)
            case hir.Try(inner=inner):
                return success(self.expr(inner))
            case hir.Await(inner=inner):
                awaited = self.expr(inner)
                return self.methods.associated(awaited, FUTURE, "Output") or UNKNOWN
            case hir.Literal(type_name=name):
                return _STRING if name == "str" else Named(name) if name else UNKNOWN
            case hir.TupleExpr(parts=parts):
                return TupleType(tuple(self.expr(part) for part in parts))
            case hir.ArrayExpr(parts=parts, is_vec=is_vec):
                types = [self.expr(part) for part in parts]
                known = next((kind for kind in types if not isinstance(kind, Unknown)), UNKNOWN)
                return Named("std::vec::Vec", (known,)) if is_vec else SliceType(known, True)
            case hir.StructExpr():
                return self._struct(expr)
            case hir.Cast(inner=inner, type=ref):
                self.expr(inner)
                return self._names.type_of(ref)
            case hir.Binary():
                return self._binary(expr)
            case hir.Closure():
                return self.closure(expr, None)
            case hir.Block():
                return self._block(expr, expected)
            case hir.LetCondition(pattern=pattern, value=value):
                self._bind(pattern, self.expr(value))
                return Named("bool")
            case hir.If():
                return self._if(expr, expected)
            case hir.Match():
                return self._match(expr, expected)
            case hir.For(pattern=pattern, iterable=iterable, body=body):
                item = self.methods.item_of(self.expr(iterable))
                self._variables.enter()
                self._bind(pattern, item)
                self.expr(body)
                self._variables.leave()
                return UNIT
            case hir.Loop(condition=condition, body=body):
                self._variables.enter()
                if condition is not None:
                    self.expr(condition)
                self.expr(body)
                self._variables.leave()
                return UNIT if condition is not None else UNKNOWN
            case hir.Jump(value=value):
                if value is not None:
                    self.expr(value)
                return _NEVER
            case hir.Other(inside=inside, type_name=type_name):
                for part in inside:
                    self.expr(part)
                if type_name == "!":
                    return _NEVER
                return Named(type_name) if type_name else UNKNOWN
        return UNKNOWN

    def _block(self, block: hir.Block, expected: Type) -> Type:
        names, inner_items = self._names, self._inner_items
        items = [each.item for each in block.statements if isinstance(each, hir.InnerItem)]
        self._variables.enter()
        self._enter_block(block.span, items)
        for item in items:
            self.item(item)
        found = self._statements(block, UNKNOWN if block.is_async else expected)
        self._variables.leave()
        self._go_to(names, inner_items)
        return future(found) if block.is_async else found

    def _enter_block(self, span: Span, items: Sequence[hir.LoweredItem]) -> None:
        """Make the items of a block known in it."""
        names = replace(self._names, names=self._names_at(span))
        types = {
            item.name: names.items.add_type(item, self._module)
            for item in items
            if isinstance(item, hir.Struct | hir.Enum)
        }
        if types:
            names = replace(names, inner_types={**names.inner_types, **types})
        values = {item.name: item for item in items if isinstance(item, hir.Fn | hir.Const)}
        self._go_to(names, (*self._inner_items, values))
        for item in items:
            if isinstance(item, hir.Impl):
                names.items.add_impl(item, self._module, names.inner_types)

    def _statements(self, block: hir.Block, expected: Type) -> Type:
        ends = False
        for statement in block.statements:
            if isinstance(statement, hir.Let):
                self._let(statement)
            elif not isinstance(statement, hir.InnerItem):
                ends = isinstance(self.expr(statement), Never) or ends
        if block.tail is not None:
            return self.expr(block.tail, expected)
        return _NEVER if ends else UNIT

    def _let(self, let: hir.Let) -> None:
        declared = self._names.type_of(let.type) if let.type is not None else UNKNOWN
        found = self.expr(let.value, declared) if let.value is not None else UNKNOWN
        if let.otherwise is not None:
            self.expr(let.otherwise)
        self._bind(let.pattern, merge(declared, found))

    def _if(self, expr: hir.If, expected: Type) -> Type:
        self._variables.enter()
        self.expr(expr.condition)
        found = self.expr(expr.then, expected)
        self._variables.leave()
        if expr.otherwise is None:
            return UNIT
        return join(found, self.expr(expr.otherwise, expected))

    def _match(self, expr: hir.Match, expected: Type) -> Type:
        subject = self.expr(expr.value)
        found: Type = _NEVER
        for arm in expr.arms:
            self._variables.enter()
            self._bind(arm.pattern, subject)
            if arm.guard is not None:
                self.expr(arm.guard)
            found = join(found, self.expr(arm.body, expected))
            self._variables.leave()
        return found

    def _struct(self, expr: hir.StructExpr) -> Type:
        kind = struct_type(expr.path, self._names)
        for name, value in expr.fields:
            self.expr(value, named_field(expr.path, kind, name, self.methods))
        if expr.base is not None:
            self.expr(expr.base)
        return kind

    def _binary(self, expr: hir.Binary) -> Type:
        left = self.expr(expr.left)
        right = self.expr(expr.right, left)
        if expr.operator == "=":
            self.refine(expr.left, right)
        return binary(expr.operator, left, self.methods)

    def closure(self, expr: hir.Closure, params: Sequence[Type] | None) -> Type:
        """The type of a closure; `params` are what it is given, None if that is not known."""
        self._variables.enter()
        types: list[Type] = []
        for index, (pattern, ref) in enumerate(expr.params):
            given = params[index] if params is not None and index < len(params) else UNKNOWN
            declared = self._names.type_of(ref) if ref is not None else UNKNOWN
            kind = merge(declared, given)
            types.append(kind)
            self._bind(pattern, kind)
        wanted = self._names.type_of(expr.returns)
        returns = merge(wanted, self.expr(expr.body, wanted))
        self._variables.leave()
        return Function(tuple(types), future(returns) if expr.is_async else returns)

    # Paths and calls.

    def _path(self, path: hir.PathRef) -> Type:
        variable = self._variable(path)
        if variable is not None:
            return variable
        value = self._resolve(path)
        if isinstance(value, Signature):
            written = written_types(value, path, self.methods)
            function = Function(value.params, value.returns)
            return substitute(function, written) if written else function
        if isinstance(value, LocalMethod):
            params = tuple(value.names.type_of(ref) for _, ref in value.function.params)
            return Function(params, returned(value))
        return value if value is not None else UNKNOWN

    def _variable(self, path: hir.PathRef) -> Type | None:
        return self._variables.find(path.segments[0].name) if len(path.segments) == 1 else None

    def _resolve(self, path: hir.PathRef) -> PathValue:
        """What a path is; a function of std that only inference finds is a use of it."""
        value, by_type = self._paths.resolve(path)
        if by_type and isinstance(value, Signature):
            first, last = path.segments[0], path.segments[-1]
            name = Segment(last.name, Span(first.span.start, last.span.end))
            self.uses.append(MethodUse(name, value.path, None, len(path.segments) == 1))
        return value

    def _call(self, call: hir.Call, expected: Type) -> Type:
        if not isinstance(call.function, hir.Path):
            function = self.expr(call.function)
            self._exprs(call.args)
            return function.returns if isinstance(function, Function) else UNKNOWN
        path = call.function.path
        variable = self._variable(path)
        callee = variable if variable is not None else self._resolve(path)
        if isinstance(callee, Signature):
            return call_std(callee, path, call.args, expected, self)
        if isinstance(callee, LocalMethod):
            self.calls.append(LocalCall(call.function.span, callee.function))
            return call_local(callee, call.args, self)
        if isinstance(callee, Function):
            for index, arg in enumerate(call.args):
                self.expr(arg, callee.params[index] if index < len(callee.params) else UNKNOWN)
            return callee.returns
        self._exprs(call.args)
        return UNKNOWN

    def _method_call(self, call: hir.MethodCall, expected: Type) -> Type:
        receiver = self.expr(call.receiver)
        self._receivers[call.name.span.start] = receiver
        method = self.methods.find(receiver, call.name.name)
        if method is None:
            self._exprs(call.args)
            # A derived `clone`; of what has none it is that of the reference.
            is_clone = call.name.name == "clone" and not call.args
            return through_references(receiver)[0] if is_clone else UNKNOWN
        if isinstance(method, LocalMethod):
            self.calls.append(LocalCall(call.name.span, method.function))
            return call_local(method, call.args, self)
        self.uses.append(MethodUse(call.name, method.signature.path, method.type_path))
        return call_method(call, method, expected, self)

    def _exprs(self, exprs: Sequence[hir.Expr]) -> None:
        for each in exprs:
            self.expr(each)

    def refine(self, expr: hir.Expr, kind: Type) -> None:
        """Note that an expression is of a type that says more than what was known."""
        self._variables.refine(expr, kind)
