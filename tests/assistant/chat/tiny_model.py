"""A real language model of some thousand weights, trained in seconds to write one text, whatever it is asked.

It sees the last characters only, so the end of the prompt decides. Nothing is downloaded.
"""

from pathlib import Path
from typing import Any

_SEEN = 12
"""Characters that the model looks back on."""
_STEPS = 400
_END = "<end>"
_TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}{% if add_generation_prompt %}{% endif %}"


def save(folder: Path, prompt: str, text: str) -> None:
    """Trains the model to write `text` behind the last characters of `prompt`, and keeps it as servers load it."""
    import torch
    from transformers import MistralConfig, MistralForCausalLM

    torch.manual_seed(7)
    torch.set_num_threads(1)
    tokenizer = _tokenizer(prompt + text)
    config = MistralConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=1,
        num_attention_heads=4,
        num_key_value_heads=4,
        sliding_window=_SEEN,
        max_position_embeddings=16_384,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.eos_token_id,
        bos_token_id=tokenizer.eos_token_id,
    )
    model = MistralForCausalLM(config)
    ids = tokenizer.encode(prompt[-3 * _SEEN :] + text + _END)
    _trained(model, torch.tensor([ids]))
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _trained(model: Any, ids: Any) -> None:
    import torch

    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(_STEPS):
        loss = model(input_ids=ids, labels=ids).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.5  # what stands before the text cannot all be known


def _tokenizer(known: str) -> Any:
    """Characters as tokens; all others are one."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    signs = ["?", _END, *sorted(set(known))]
    inner = Tokenizer(models.WordLevel({sign: n for n, sign in enumerate(dict.fromkeys(signs))}, unk_token="?"))
    inner.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    inner.decoder = decoders.Fuse()
    return PreTrainedTokenizerFast(
        tokenizer_object=inner, eos_token=_END, pad_token=_END, unk_token="?", chat_template=_TEMPLATE
    )
