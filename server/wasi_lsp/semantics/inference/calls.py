"""What calls tell: the arguments about a function's parameters, and those about the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from wasi_lsp.semantics.inference.methods import LocalMethod, Methods, StdMethod
from wasi_lsp.semantics.inference.substitute import substitute, unify
from wasi_lsp.semantics.inference.values import future, is_result_or_option, success
from wasi_lsp.stdlib.types import (
    UNIT,
    UNKNOWN,
    Function,
    Named,
    Parameter,
    Reference,
    Signature,
    TupleType,
    Type,
    Unknown,
)
from wasi_lsp.syntax import hir

_ITERATOR = "std::iter::Iterator"
_COLLECTIONS = ("::Vec", "::VecDeque", "Set", "::LinkedList", "::BinaryHeap")


class Body(Protocol):
    """The body that the call stands in, as far as calls need it."""

    @property
    def methods(self) -> Methods:
        """The methods, and names, at the place of the call."""
        ...

    def expr(self, expr: hir.Expr, expected: Type = UNKNOWN) -> Type:
        """The type of an expression."""
        ...

    def closure(self, expr: hir.Closure, params: Sequence[Type] | None) -> Type:
        """The type of a closure that is given parameters of these types."""
        ...

    def refine(self, expr: hir.Expr, kind: Type) -> None:
        """Note that an expression is of a type that says more than what was known."""
        ...


def call_std(
    signature: Signature, path: hir.PathRef, args: Sequence[hir.Expr], expected: Type, body: Body
) -> Type:
    """The result of a function of std that is called by its path."""
    known = written_types(signature, path, body.methods)
    unify(signature.returns, expected, known)
    _infer_arguments(signature, args, known, body)
    return substitute(signature.returns, known)


def call_local(method: LocalMethod, args: Sequence[hir.Expr], body: Body) -> Type:
    """The result of a function or method of the workspace."""
    function = method.function
    known = dict(method.bindings)
    params = [ref for _, ref in function.params]
    offset = len(args) - len(params) if function.receiver is not None else 0
    for index, arg in enumerate(args):
        place = index - offset
        ref = params[place] if 0 <= place < len(params) else None
        wanted = method.names.type_of(ref) if ref is not None else UNKNOWN
        actual = body.expr(arg, substitute(wanted, known))
        unify(wanted, actual, known)
    return substitute(returned(method), known)


def call_method(call: hir.MethodCall, method: StdMethod, expected: Type, body: Body) -> Type:
    """The result of a method of std; the receiver may turn out to be of a fuller type."""
    signature = method.signature
    known = {name: kind for name, kind in method.bindings.items() if name not in signature.generics}
    for name, ref in zip(signature.generics, call.types, strict=False):
        known[name] = body.methods.names.type_of(ref)
    _infer_arguments(signature, call.args, known, body)
    _learn_receiver(call.receiver, method, known, body)
    unify(signature.returns, expected, known)
    found = body.methods.normalize(substitute(signature.returns, known))
    return _collected(call, method, found, body.methods)


def returned(method: LocalMethod) -> Type:
    """What a call of a function of the workspace gives."""
    ref = method.function.returns
    returns = method.names.type_of(ref) if ref is not None else UNIT
    return future(returns) if method.function.is_async else returns


def written_types(signature: Signature, path: hir.PathRef, methods: Methods) -> dict[str, Type]:
    """What a turbofish says about a function's own type parameters and its type's."""
    names = methods.names
    found = {
        name: names.type_of(ref) for name, ref in zip(signature.generics, path.args, strict=False)
    }
    owner = names.table.canonical(signature.path.rpartition("::")[0])
    params = names.table.type_params(owner) if owner is not None else None
    for name, ref in zip(params or (), path.owner_args, strict=False):
        found[name] = names.type_of(ref)
    return found


def _infer_arguments(
    signature: Signature, args: Sequence[hir.Expr], known: dict[str, Type], body: Body
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
            closure = _infer_closure(arg, wanted, known, body)
            if closure is not None and isinstance(param, Parameter):
                known.setdefault(param.name, closure)
            continue
        actual = body.expr(arg, substitute(param, known))
        unify(param, actual, known)
        if isinstance(param, Parameter):
            _learn_bounds(signature, param, actual, known, body.methods)
        if isinstance(actual, Named | Reference) and not isinstance(param, Unknown):
            body.refine(arg, substitute(param, known))


def _infer_closure(
    arg: hir.Expr, wanted: Function, known: dict[str, Type], body: Body
) -> Function | None:
    """An argument where a function is asked for; what it returns tells about the parameters."""
    params = [body.methods.normalize(substitute(each, known)) for each in wanted.params]
    actual = body.closure(arg, params) if isinstance(arg, hir.Closure) else body.expr(arg)
    if not isinstance(actual, Function):
        return None
    bindings: dict[str, Type] = {}
    for given, own in zip(params, actual.params, strict=False):
        unify(own, given, bindings)
    # Where nothing was learned, its own type parameters stand.
    returns = substitute(actual.returns, bindings) if bindings else actual.returns
    unify(wanted.returns, returns, known)
    return Function(tuple(params), returns)


def _learn_bounds(
    signature: Signature, param: Parameter, actual: Type, known: dict[str, Type], methods: Methods
) -> None:
    """`I: IntoIterator<Item = T>`: what the argument gives is T."""
    for name, bound in signature.bounds:
        if name == param.name:
            for assoc, pattern in bound.bindings:
                if assoc == "Item":
                    unify(pattern, methods.item_of(actual), known)


def _learn_receiver(
    receiver: hir.Expr, method: StdMethod, known: Mapping[str, Type], body: Body
) -> None:
    """`v.push(1)` tells what `Vec::new()` did not."""
    kind = method.receiver
    if method.type_path is None or not isinstance(kind, Named):
        return
    params = body.methods.names.table.type_params(kind.path) or ()
    if (params and len(kind.args) < len(params)) or UNKNOWN in kind.args:
        learned = Named(kind.path, tuple(known.get(name, UNKNOWN) for name in params))
        body.refine(receiver, learned)


def _collected(call: hir.MethodCall, method: StdMethod, found: Type, methods: Methods) -> Type:
    """`collect::<Vec<_>>()`: the element is what the iterator gives."""
    if call.name.name != "collect" or not isinstance(found, Named):
        return found
    item = methods.associated(method.receiver, _ITERATOR, "Item") or UNKNOWN
    return _filled(found, methods.normalize(item))


def _filled(kind: Named, item: Type) -> Type:
    """A collection, or a Result or Option of one, with its elements."""
    if is_result_or_option(kind) and kind.args and isinstance(kind.args[0], Named):
        return Named(kind.path, (_filled(kind.args[0], success(item)), *kind.args[1:]))
    missing = not kind.args or all(isinstance(arg, Unknown) for arg in kind.args)
    if missing and kind.path.endswith(_COLLECTIONS):
        return Named(kind.path, (item,))
    if missing and kind.path.endswith("Map") and isinstance(item, TupleType):
        return Named(kind.path, item.parts)
    return kind
