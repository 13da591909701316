"""Choose the implementation of inference: ``auto`` means durable-rules where it imports, else the native one."""

from __future__ import annotations

from .protocol import Inference, InferenceUnavailableError, Rules


def choose(name: str, rules: Rules) -> Inference:
    """Compile rules for the implementation named.

    Raises:
        InferenceUnavailableError: ``durable`` was asked for and cannot be used.
    """
    from .native import NativeInference

    listed = list(rules)
    if name == "native":
        return NativeInference.of(listed)
    from .durable import DurableInference

    try:
        return DurableInference.of(listed)
    except InferenceUnavailableError:
        if name == "durable":
            raise
        return NativeInference.of(listed)
