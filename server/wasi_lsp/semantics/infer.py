"""Light type inference over one function: which methods of std are called on what.

Follows values forward: from constructors and functions whose result the table knows, through `?`,
patterns, fields and closures whose parameters std fixes. It never guesses: a type that is not
known stays unknown, and a method on it is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wasi_lsp.semantics.local_items import LocalItem
from wasi_lsp.semantics.methods import LocalMethod, Methods, StdMethod
from wasi_lsp.semantics.modules import ModuleScope
from wasi_lsp.semantics.resolve import ItemTarget, Names, StdTarget
from wasi_lsp.semantics.substitute import merge, substitute, unify
from wasi_lsp.semantics.type_names import POINTER, TypeNames
from wasi_lsp.stdlib.type_match import parameters
from wasi_lsp.stdlib.types import (
    UNIT,
    UNKNOWN,
    Bound,
    Function,
    Named,
    Never,
    Parameter,
    Reference,
    Signature,
    SliceType,
    TraitObject,
    TupleType,
    Type,
    Unknown,
)
from wasi_lsp.syntax import hir
from wasi_lsp.syntax.facts import Segment
from wasi_lsp.text.span import Span

RESULT = "std::result::Result"
OPTION = "std::option::Option"
_STRING = Reference(Named("str"))
_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">=", "&&", "||"})
_NEVER = Never()
_RANGE = "std::ops::Range"
_FUTURE = "std::future::Future"
_COLLECTIONS = ("::Vec", "::VecDeque", "Set", "::LinkedList", "::BinaryHeap")


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

    `uses` collects the methods of std that it calls, `calls` the functions of the workspace.
    """

    def __init__(
        self,
        names: TypeNames,
        module: ModuleScope,
        names_at: NamesAt,
        bounds: Mapping[str, tuple[Bound, ...]],
    ) -> None:
        self._names = names
        self._module = module
        self._names_at = names_at
        self._table = names.table
        self._bounds = bounds
        self._methods = Methods(names, bounds)
        self._variables: list[dict[str, Type]] = [{}]
        self._inner_items: list[dict[str, hir.Fn | hir.Const]] = []
        #: The types that methods are called on, by where the method's name begins.
        self._receivers: dict[int, Type] = {}
        self.uses: list[MethodUse] = []
        self.calls: list[LocalCall] = []

    def method_named(self, name: Segment) -> MethodUse | None:
        """The method of std that the call at the place of `name` means if it is called so."""
        receiver = self._receivers.get(name.span.start)
        method = self._methods.find(receiver, name.name) if receiver is not None else None
        if not isinstance(method, StdMethod):
            return None
        return MethodUse(name, method.signature.path, method.type_path)

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
        inner = Inference(names, self._module, self._names_at, bounds)
        inner._inner_items = list(self._inner_items)
        inner.function(function)
        self.uses += inner.uses
        self.calls += inner.calls

    def function(self, function: hir.Fn) -> None:
        """Infer the body of a function, with its parameters in scope."""
        self._enter()
        if function.receiver is not None:
            self._bind_name("self", self._self_type(function))
        for pattern, ref in function.params:
            self._bind(pattern, self._names.type_of(ref))
        if function.body is not None:
            self.expr(function.body, self._names.type_of(function.returns))
        self._leave()

    def _self_type(self, function: hir.Fn) -> Type:
        if function.receiver == "typed":
            return self._names.type_of(function.receiver_type)
        own = self._names.self_type
        return own if function.receiver == "self" else Reference(own)

    # Variables.

    def _enter(self) -> None:
        self._variables.append({})

    def _leave(self) -> None:
        self._variables.pop()

    def _bind_name(self, name: str, kind: Type) -> None:
        self._variables[-1][name] = kind

    def _variable(self, name: str) -> Type | None:
        for scope in reversed(self._variables):
            if name in scope:
                return scope[name]
        return None

    def _refine(self, expr: hir.Expr, kind: Type) -> None:
        """A variable turns out to be of a type that says more than what was known."""
        if isinstance(expr, hir.Borrow):
            if isinstance(kind, Reference):
                self._refine(expr.inner, kind.inner)
            return
        if not isinstance(expr, hir.Path) or len(expr.path.segments) != 1:
            return
        name = expr.path.segments[0].name
        for scope in reversed(self._variables):
            if name in scope:
                scope[name] = merge(scope[name], kind)
                return

    # Patterns.

    def _bind(self, pattern: hir.Pattern, kind: Type) -> None:
        kind = self._methods.normalize(kind)
        match pattern:
            case hir.Bind(name, sub):
                self._bind_name(name, kind)
                if sub is not None:
                    self._bind(sub, kind)
            case hir.RefPattern(inner):
                self._bind(inner, kind.inner if isinstance(kind, Reference) else UNKNOWN)
            case hir.OrPattern(choices):
                for choice in choices:
                    self._bind(choice, kind)
            case hir.OtherPattern(inside):
                for part in inside:
                    self._bind(part, UNKNOWN)
            case hir.SlicePattern(parts):
                subject, by_reference = _through_references(kind)
                element = subject.element if isinstance(subject, SliceType) else UNKNOWN
                self._bind_parts(parts, None, (element,) * len(parts), by_reference)
            case hir.TuplePattern(parts, rest):
                subject, by_reference = _through_references(kind)
                types = subject.parts if isinstance(subject, TupleType) else ()
                self._bind_parts(parts, rest, types, by_reference)
            case hir.TupleStructPattern(path, parts, rest):
                subject, by_reference = _through_references(kind)
                self._bind_parts(parts, rest, self._variant_fields(path, subject), by_reference)
            case hir.StructPattern(path, fields):
                subject, by_reference = _through_references(kind)
                if isinstance(subject, Unknown):
                    subject = self._struct_type(path)
                for name, part in fields:
                    found = self._named_field(path, subject, name)
                    self._bind(part, Reference(found) if by_reference else found)

    def _bind_parts(
        self,
        parts: tuple[hir.Pattern, ...],
        rest: int | None,
        types: Sequence[Type],
        by_reference: bool,
    ) -> None:
        for index, part in enumerate(parts):
            place = index
            if rest is not None and index >= rest:
                place = len(types) - (len(parts) - index)
            found = types[place] if 0 <= place < len(types) else UNKNOWN
            if by_reference and not isinstance(found, Unknown):
                found = Reference(found)
            self._bind(part, found)

    def _variant_fields(self, path: hir.PathRef, subject: Type) -> tuple[Type, ...]:
        name = path.segments[-1].name
        if not isinstance(subject, Named):
            return ()
        local = self._names.items.type_item(subject.path)
        if local is None:
            fields = self._table.variants(subject.path).get(name, ())
            params = self._table.type_params(subject.path) or ()
            bindings = dict(zip(params, subject.args, strict=False))
            return tuple(substitute(field, bindings) for field in fields)
        return tuple(kind for _, kind in self._local_fields(local, subject, name))

    def _local_fields(
        self, item: LocalItem, subject: Named, variant: str
    ) -> Iterator[tuple[str, Type]]:
        lowered = item.lowered
        if not isinstance(lowered, hir.Struct | hir.Enum):
            return
        fields = lowered.fields if isinstance(lowered, hir.Struct) else ()
        if isinstance(lowered, hir.Enum):
            fields = dict(lowered.variants).get(variant, ())
        params = [param.name for param in lowered.type_params]
        names = self._names.elsewhere(
            item.module, frozenset(params), subject, self._names.inner_types
        )
        bindings = dict(zip(params, subject.args, strict=False))
        for name, ref in fields:
            yield name, substitute(names.type_of(ref), bindings)

    def _named_field(self, path: hir.PathRef, subject: Type, name: str) -> Type:
        if isinstance(subject, Named):
            local = self._names.items.type_item(subject.path)
            if local is not None:
                fields = self._local_fields(local, subject, path.segments[-1].name)
                return dict(fields).get(name, UNKNOWN)
        return self._methods.fields_of(subject, name)

    def _struct_type(self, path: hir.PathRef) -> Type:
        found = self._names.type_of(hir.PathType(path))
        if isinstance(found, Unknown) and len(path.segments) > 1:
            owner = hir.PathRef(path.segments[:-1], path.owner_args)
            found = self._names.type_of(hir.PathType(owner))
        return found

    # Expressions.

    def expr(self, expr: hir.Expr, expected: Type = UNKNOWN) -> Type:
        """The type of an expression; `expected` is what its surroundings ask for, if known."""
        return self._methods.normalize(self._expr(expr, expected))

    def _expr(self, expr: hir.Expr, expected: Type) -> Type:
        match expr:
            case hir.Path():
                return self._path(expr.path)
            case hir.Call():
                return self._call(expr, expected)
            case hir.MethodCall():
                return self._method_call(expr, expected)
            case hir.Field():
                return self._field(expr)
            case hir.Index():
                return self._index(expr)
            case hir.Borrow(inner=inner):
                wanted = expected.inner if isinstance(expected, Reference) else UNKNOWN
                found = self.expr(inner, wanted)
                return found if isinstance(found, Unknown) else Reference(found)
            case hir.Deref(inner=inner):
                pointer = self.expr(inner)
                if isinstance(pointer, Named) and pointer.path == POINTER:
                    return pointer.args[0]
                return self._methods.deref(pointer) or UNKNOWN
            case hir.Try(inner=inner):
                return _success(self.expr(inner))
            case hir.Await(inner=inner):
                future = self.expr(inner)
                return self._methods.associated(future, _FUTURE, "Output") or UNKNOWN
            case hir.Literal(type_name=name):
                return _STRING if name == "str" else Named(name) if name else UNKNOWN
            case hir.TupleExpr(parts=parts):
                return TupleType(tuple(self.expr(part) for part in parts))
            case hir.ArrayExpr(parts=parts, is_vec=is_vec):
                types = [self.expr(part) for part in parts]
                element = next((kind for kind in types if not isinstance(kind, Unknown)), UNKNOWN)
                return Named("std::vec::Vec", (element,)) if is_vec else SliceType(element, True)
            case hir.StructExpr():
                return self._struct(expr)
            case hir.Cast(inner=inner, type=ref):
                self.expr(inner)
                return self._names.type_of(ref)
            case hir.Binary():
                return self._binary(expr)
            case hir.Closure():
                return self._closure(expr, None)
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
                item = self._methods.item_of(self.expr(iterable))
                self._enter()
                self._bind(pattern, item)
                self.expr(body)
                self._leave()
                return UNIT
            case hir.Loop(condition=condition, body=body):
                self._enter()
                if condition is not None:
                    self.expr(condition)
                self.expr(body)
                self._leave()
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
        outside, methods = self._names, self._methods
        self._enter()
        self._inner_items.append({})
        self._names = replace(outside, names=self._names_at(block.span))
        self._methods = Methods(self._names, self._bounds)
        items = [each.item for each in block.statements if isinstance(each, hir.InnerItem)]
        self._declare(items)
        for item in items:
            self.item(item)
        found = self._statements(block, UNKNOWN if block.is_async else expected)
        self._inner_items.pop()
        self._leave()
        self._names, self._methods = outside, methods
        return _future(found) if block.is_async else found

    def _declare(self, items: Sequence[hir.LoweredItem]) -> None:
        """Make the items of a block known in it."""
        types = {
            item.name: self._names.items.add_type(item, self._module)
            for item in items
            if isinstance(item, hir.Struct | hir.Enum)
        }
        if types:
            inner = {**self._names.inner_types, **types}
            self._names = replace(self._names, inner_types=inner)
            self._methods = Methods(self._names, self._bounds)
        for item in items:
            if isinstance(item, hir.Fn | hir.Const):
                self._inner_items[-1][item.name] = item
            elif isinstance(item, hir.Impl):
                self._names.items.add_impl(item, self._module, self._names.inner_types)

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
        self._enter()
        self.expr(expr.condition)
        found = self.expr(expr.then, expected)
        self._leave()
        if expr.otherwise is None:
            return UNIT
        return _join(found, self.expr(expr.otherwise, expected))

    def _match(self, expr: hir.Match, expected: Type) -> Type:
        subject = self.expr(expr.value)
        found: Type = _NEVER
        for arm in expr.arms:
            self._enter()
            self._bind(arm.pattern, subject)
            if arm.guard is not None:
                self.expr(arm.guard)
            found = _join(found, self.expr(arm.body, expected))
            self._leave()
        return found

    def _struct(self, expr: hir.StructExpr) -> Type:
        kind = self._struct_type(expr.path)
        for name, value in expr.fields:
            self.expr(value, self._named_field(expr.path, kind, name))
        if expr.base is not None:
            self.expr(expr.base)
        return kind

    def _field(self, expr: hir.Field) -> Type:
        base = self.expr(expr.base)
        if expr.name.isdigit():
            for step in self._methods.autoderef(base):
                if isinstance(step, TupleType):
                    index = int(expr.name)
                    return step.parts[index] if index < len(step.parts) else UNKNOWN
        return self._methods.fields_of(base, expr.name)

    def _index(self, expr: hir.Index) -> Type:
        base = self.expr(expr.base)
        index = self.expr(expr.index)
        for step in self._methods.autoderef(base):
            if isinstance(step, SliceType):
                is_one = isinstance(expr.index, hir.Literal) or index == Named("usize")
                is_range = index == Named(_RANGE)
                part = SliceType(step.element, is_array=False)
                return step.element if is_one else part if is_range else UNKNOWN
            if step == Named("str"):
                return step
            if isinstance(step, Named) and step.path.endswith(("::HashMap", "::BTreeMap")):
                return step.args[1] if len(step.args) > 1 else UNKNOWN
        return UNKNOWN

    def _binary(self, expr: hir.Binary) -> Type:
        left = self.expr(expr.left)
        right = self.expr(expr.right, left)
        if expr.operator in _COMPARISONS:
            return Named("bool")
        if expr.operator.endswith("="):
            if expr.operator == "=":
                self._refine(expr.left, right)
            return UNIT
        trait = {"+": "std::ops::Add", "-": "std::ops::Sub"}.get(expr.operator)
        if trait is not None and isinstance(left, Named) and "::" in left.path:
            return self._methods.associated(left, trait, "Output") or UNKNOWN
        return left if isinstance(left, Named) else UNKNOWN

    def _closure(self, expr: hir.Closure, params: Sequence[Type] | None) -> Type:
        self._enter()
        types: list[Type] = []
        for index, (pattern, ref) in enumerate(expr.params):
            given = params[index] if params is not None and index < len(params) else UNKNOWN
            declared = self._names.type_of(ref) if ref is not None else UNKNOWN
            kind = merge(declared, given)
            types.append(kind)
            self._bind(pattern, kind)
        wanted = self._names.type_of(expr.returns)
        returns = merge(wanted, self.expr(expr.body, wanted))
        self._leave()
        return Function(tuple(types), _future(returns) if expr.is_async else returns)

    # Paths and calls.

    def _path(self, path: hir.PathRef) -> Type:
        names = [segment.name for segment in path.segments]
        if len(names) == 1:
            variable = self._variable(names[0])
            if variable is not None:
                return variable
        callee = self._callee(path)
        if isinstance(callee, Signature):
            bindings = self._explicit(callee, path, {})
            return (
                Function(callee.params, callee.returns)
                if not bindings
                else Function(
                    tuple(substitute(param, bindings) for param in callee.params),
                    substitute(callee.returns, bindings),
                )
            )
        if isinstance(callee, LocalMethod):
            params = tuple(callee.names.type_of(ref) for _, ref in callee.function.params)
            return Function(params, _returns(callee))
        return callee if callee is not None else UNKNOWN

    def _callee(self, path: hir.PathRef) -> Signature | LocalMethod | Type | None:
        """What a path in value position is: a function, a constructor, or a constant's type."""
        names = [segment.name for segment in path.segments]
        if path.qualified is not None:
            return self._qualified(path, names)
        if names[0] == "Self":
            return self._noted(path, self._of_type(self._names.self_type, names[1:], path))
        if names[0] in self._names.params:
            return None
        inner = self._inner_callee(names, path)
        if inner is not None:
            return inner
        target = self._names.names.resolve_item(names, is_value=True)
        if isinstance(target, StdTarget):
            of_std = self._std_callee("::".join(target.path), path)
            return self._noted(path, of_std) if len(names) == 1 else of_std
        if isinstance(target, ItemTarget):
            return self._local_callee(target, path)
        prelude = self._table.prelude(names[0])
        if prelude is not None:
            return self._std_callee("::".join([prelude, *names[1:]]), path)
        if len(names) == 2:
            # `str::len`, `u8::from_str`: primitives have methods, too.
            return self._as_primitive(names[0], names[1])
        return None

    def _noted(
        self, path: hir.PathRef, callee: Signature | LocalMethod | Type | None
    ) -> Signature | LocalMethod | Type | None:
        """Note the use of a function of std by a path that does not lead to it by names alone."""
        if isinstance(callee, Signature):
            first, last = path.segments[0], path.segments[-1]
            name = Segment(last.name, Span(first.span.start, last.span.end))
            self.uses.append(MethodUse(name, callee.path, None, len(path.segments) == 1))
        return callee

    def _as_primitive(self, owner: str, name: str) -> Signature | None:
        signature = self._table.method(owner, name)
        return _as_function(signature, Named(owner)) if signature is not None else None

    def _inner_callee(
        self, names: list[str], path: hir.PathRef
    ) -> Signature | LocalMethod | Type | None:
        """A function, constant or type of the blocks around."""
        if len(names) == 1:
            for items in reversed(self._inner_items):
                item = items.get(names[0])
                if isinstance(item, hir.Const):
                    return self._names.type_of(item.type)
                if item is not None:
                    params = self._names.params | {each.name for each in item.type_params}
                    return LocalMethod(item, replace(self._names, params=params), {})
        if names[0] in self._names.inner_types:
            args = tuple(self._names.type_of(ref) for ref in path.owner_args)
            return self._of_type(Named(self._names.inner_types[names[0]], args), names[1:], path)
        return None

    def _std_callee(self, full: str, path: hir.PathRef) -> Signature | Type | None:
        owner, _, name = full.rpartition("::")
        canonical = self._table.canonical(owner)
        signature = self._table.function(full)
        if signature is not None:
            own_type = self._table.over_params(owner) if canonical is not None else None
            return _as_function(signature, own_type or Parameter("Self"))
        if canonical is not None:
            alias = self._table.alias(canonical)
            kind = alias[1] if alias is not None else Named(canonical)
            if isinstance(kind, Named):
                own = self._table.over_params(kind.path) or kind
                for trait in self._table.traits_with(kind.path, name):
                    return _as_function(self._table.trait_methods(trait)[name], own)
        return None

    def _qualified(self, path: hir.PathRef, names: list[str]) -> Signature | None:
        if len(names) < 2 or path.qualified is None:
            return None
        trait = self._names.std_path(names[:-1])
        found = self._table.trait_methods(trait).get(names[-1]) if trait is not None else None
        own = self._names.type_of(path.qualified)
        return _as_function(found, own) if found is not None else None

    def _of_type(
        self, kind: Type, rest: Sequence[str], path: hir.PathRef
    ) -> Signature | LocalMethod | Type | None:
        if not rest:
            return self._constructor(kind, None)
        if len(rest) != 1 or not isinstance(kind, Named):
            return None
        method = self._methods.local_function(kind, rest[0])
        if method is not None:
            return method
        if self._names.items.type_item(kind.path) is not None:
            return self._constructor(kind, rest[0])
        method_of_std = self._table.method_of(kind, rest[0])
        return _as_function(method_of_std, kind) if method_of_std is not None else None

    def _constructor(self, kind: Type, variant: str | None) -> Type | None:
        """A tuple struct or variant as a function, a unit one as a value."""
        if not isinstance(kind, Named):
            return None
        item = self._names.items.type_item(kind.path)
        if item is None:
            return None
        fields = [each for _, each in self._local_fields(item, kind, variant or "")]
        return Function(tuple(fields), kind) if fields else kind

    def _local_callee(
        self, target: ItemTarget, path: hir.PathRef
    ) -> Signature | LocalMethod | Type | None:
        item = self._names.items.declaration(target.unit, target.module)
        if item is None:
            return None
        there = self._names.elsewhere(target.module, frozenset())
        if isinstance(item.lowered, hir.Fn) and not target.rest:
            params = frozenset(param.name for param in item.lowered.type_params)
            names = self._names.elsewhere(target.module, params)
            return LocalMethod(item.lowered, names, {})
        if isinstance(item.lowered, hir.Const) and not target.rest:
            return there.type_of(item.lowered.type)
        key = self._names.items.type_key(target.unit, target.module)
        if key is None:
            if isinstance(item.lowered, hir.Alias) and len(target.rest) == 1:
                aliased = there.type_of(item.lowered.type)
                return self._noted(path, self._of_type(aliased, target.rest, path))
            return None
        args = tuple(self._names.type_of(ref) for ref in path.owner_args)
        return self._of_type(Named(key, args), target.rest, path)

    def _call(self, call: hir.Call, expected: Type) -> Type:
        if not isinstance(call.function, hir.Path):
            function = self.expr(call.function)
            for arg in call.args:
                self.expr(arg)
            return function.returns if isinstance(function, Function) else UNKNOWN
        path = call.function.path
        names = [segment.name for segment in path.segments]
        variable = self._variable(names[0]) if len(names) == 1 else None
        callee = variable if variable is not None else self._callee(path)
        if isinstance(callee, Signature):
            return self._apply(callee, path, call.args, expected)
        if isinstance(callee, LocalMethod):
            return self._apply_local(callee, call.args, call.function.span)
        if isinstance(callee, Function):
            for index, arg in enumerate(call.args):
                self.expr(arg, callee.params[index] if index < len(callee.params) else UNKNOWN)
            return callee.returns
        for arg in call.args:
            self.expr(arg)
        return UNKNOWN

    def _explicit(
        self, signature: Signature, path: hir.PathRef, bindings: Mapping[str, Type]
    ) -> dict[str, Type]:
        """What a turbofish says about a function's own parameters and its type's."""
        found = dict(bindings)
        for name, ref in zip(signature.generics, path.args, strict=False):
            found[name] = self._names.type_of(ref)
        owner = self._table.canonical(signature.path.rpartition("::")[0])
        params = self._table.type_params(owner) if owner is not None else None
        for name, ref in zip(params or (), path.owner_args, strict=False):
            found[name] = self._names.type_of(ref)
        return found

    def _apply(
        self,
        signature: Signature,
        path: hir.PathRef,
        args: Sequence[hir.Expr],
        expected: Type,
    ) -> Type:
        known = self._explicit(signature, path, {})
        unify(signature.returns, expected, known)
        self._arguments(signature, args, known)
        return substitute(signature.returns, known)

    def _arguments(
        self,
        signature: Signature,
        args: Sequence[hir.Expr],
        known: dict[str, Type],
    ) -> None:
        """Infer the arguments and what they tell about the signature's parameters."""
        params = signature.params
        closures = dict(signature.closures)
        for index, arg in enumerate(args):
            param = params[index] if index < len(params) else UNKNOWN
            wanted = closures.get(param.name) if isinstance(param, Parameter) else None
            if wanted is None and isinstance(param, Parameter):
                # `Box::new(|info| …)` where a `Box<dyn Fn(&Info)>` is asked for.
                asked = known.get(param.name)
                wanted = asked if isinstance(asked, Function) else None
            if wanted is None and isinstance(param, Function):
                wanted = param
            if wanted is not None:
                closure = self._closure_argument(arg, wanted, known)
                if closure is not None and isinstance(param, Parameter):
                    known.setdefault(param.name, closure)
                continue
            actual = self.expr(arg, substitute(param, known))
            unify(param, actual, known)
            if isinstance(param, Parameter):
                self._bound_argument(signature, param, actual, known)
            if isinstance(actual, Named | Reference) and not isinstance(param, Unknown):
                self._refine(arg, substitute(param, known))

    def _bound_argument(
        self, signature: Signature, param: Parameter, actual: Type, known: dict[str, Type]
    ) -> None:
        """`I: IntoIterator<Item = T>`: what the argument gives is T."""
        for name, bound in signature.bounds:
            if name == param.name:
                for assoc, pattern in bound.bindings:
                    if assoc == "Item":
                        unify(pattern, self._methods.item_of(actual), known)

    def _closure_argument(
        self, arg: hir.Expr, wanted: Function, known: dict[str, Type]
    ) -> Function | None:
        params = [self._methods.normalize(substitute(each, known)) for each in wanted.params]
        actual = self._closure(arg, params) if isinstance(arg, hir.Closure) else self.expr(arg)
        if isinstance(actual, Function):
            bindings: dict[str, Type] = {}
            for given, own in zip(params, actual.params, strict=False):
                unify(own, given, bindings)
            returns = substitute_known(actual.returns, bindings)
            unify(wanted.returns, returns, known)
            return Function(tuple(params), returns)
        return None

    def _apply_local(self, method: LocalMethod, args: Sequence[hir.Expr], span: Span) -> Type:
        function = method.function
        self.calls.append(LocalCall(span, function))
        known = dict(method.bindings)
        params = [ref for _, ref in function.params]
        offset = len(args) - len(params) if function.receiver is not None else 0
        for index, arg in enumerate(args):
            place = index - offset
            ref = params[place] if 0 <= place < len(params) else None
            wanted = method.names.type_of(ref) if ref is not None else UNKNOWN
            actual = self.expr(arg, substitute(wanted, known))
            unify(wanted, actual, known)
        return substitute(_returns(method), known)

    def _method_call(self, call: hir.MethodCall, expected: Type) -> Type:
        receiver = self.expr(call.receiver)
        self._receivers[call.name.span.start] = receiver
        method = self._methods.find(receiver, call.name.name)
        if method is None:
            for arg in call.args:
                self.expr(arg)
            # A derived `clone`; of what has none it is that of the reference.
            is_clone = call.name.name == "clone" and not call.args
            return _through_references(receiver)[0] if is_clone else UNKNOWN
        if isinstance(method, LocalMethod):
            return self._apply_local(method, call.args, call.name.span)
        signature = method.signature
        self.uses.append(MethodUse(call.name, signature.path, method.type_path))
        known = {
            name: kind for name, kind in method.bindings.items() if name not in signature.generics
        }
        for name, ref in zip(signature.generics, call.types, strict=False):
            known[name] = self._names.type_of(ref)
        self._arguments(signature, call.args, known)
        self._learn_receiver(call.receiver, method, known)
        unify(signature.returns, expected, known)
        found = self._methods.normalize(substitute(signature.returns, known))
        return self._collected(call, method, found)

    def _learn_receiver(
        self, receiver: hir.Expr, method: StdMethod, known: Mapping[str, Type]
    ) -> None:
        """`v.push(1)` tells what `Vec::new()` did not."""
        kind = method.receiver
        if method.type_path is None or not isinstance(kind, Named):
            return
        params = self._table.type_params(kind.path) or ()
        if (params and len(kind.args) < len(params)) or UNKNOWN in kind.args:
            learned = Named(kind.path, tuple(known.get(name, UNKNOWN) for name in params))
            self._refine(receiver, learned)

    def _collected(self, call: hir.MethodCall, method: StdMethod, found: Type) -> Type:
        """`collect::<Vec<_>>()`: the element is what the iterator gives."""
        if call.name.name != "collect" or not isinstance(found, Named):
            return found
        item = self._methods.associated(method.receiver, "std::iter::Iterator", "Item") or UNKNOWN
        return _filled(found, self._methods.normalize(item))


def _filled(kind: Named, item: Type) -> Type:
    if kind.path in (RESULT, OPTION) and kind.args and isinstance(kind.args[0], Named):
        inner = _success(item)
        return Named(kind.path, (_filled(kind.args[0], inner), *kind.args[1:]))
    missing = not kind.args or all(isinstance(arg, Unknown) for arg in kind.args)
    if missing and kind.path.endswith(_COLLECTIONS):
        return Named(kind.path, (item,))
    if missing and kind.path.endswith("Map") and isinstance(item, TupleType):
        return Named(kind.path, item.parts)
    return kind


def substitute_known(kind: Type, bindings: Mapping[str, Type]) -> Type:
    """As `substitute`, but leaves the type alone where nothing was learned."""
    return substitute(kind, bindings) if bindings else kind


def _as_function(signature: Signature, own: Type) -> Signature:
    """A method as it is called by its path: `File::try_clone(&file)`."""
    params = signature.params
    if signature.receiver is not None:
        by_reference = signature.receiver.startswith("&")
        params = (Reference(own) if by_reference else own, *params)
    bindings: dict[str, Type] = {"Self": own}
    for each in (own, *params, signature.returns):
        bindings |= {name: Parameter(name) for name in parameters(each) if name != "Self"}
    return replace(
        signature,
        receiver=None,
        params=tuple(substitute(param, bindings) for param in params),
        returns=substitute(signature.returns, bindings),
    )


def _through_references(kind: Type) -> tuple[Type, bool]:
    by_reference = False
    while isinstance(kind, Reference):
        kind, by_reference = kind.inner, True
    return kind, by_reference


def _returns(method: LocalMethod) -> Type:
    """What a call of a function of the workspace gives."""
    ref = method.function.returns
    returns = method.names.type_of(ref) if ref is not None else UNIT
    return _future(returns) if method.function.is_async else returns


def _future(output: Type) -> Type:
    """What `async` makes of code with a value."""
    return TraitObject(_FUTURE, (), (("Output", output),))


def _success(kind: Type) -> Type:
    """What `?` and `unwrap` leave of a Result or Option."""
    if isinstance(kind, Named) and kind.path in (RESULT, OPTION) and kind.args:
        return kind.args[0]
    return UNKNOWN


def _join(one: Type, other: Type) -> Type:
    """The type of a value that comes from one of two branches."""
    if isinstance(one, Never | Unknown):
        return other
    if isinstance(other, Never):
        return one
    return merge(one, other) if isinstance(one, Named | Reference | TupleType) else one
