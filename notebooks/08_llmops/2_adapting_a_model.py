# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 900
#     minutes: 45
#     needs: [llmops, torch]
#     needs_notebooks: []
#     topics: [L06, L11, L15, L17]
# ---

# %% [markdown]
# # Adapting a model
#
# **After this notebook you can** say how much a language model knows of a text, teach it a new trade with an
# [adapter](../glossary.ipynb#Adapter)
# that is a fraction of its size, and see what it forgets meanwhile.
#
# 45 minutes · needs the whole course: `make lab EXTRAS=course` · no download, no account · run the cells from top to bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## A desk that answers in its own form
#
# A support desk gets tickets in plain words. Each has to be answered in two lines that other programs read: which crew,
# how urgent, who takes it until when. A large hosted model writes kind letters and invents crews. So two people retype every
# answer, all day, and one ticket in red that lands in the wrong queue costs a customer.
#
# Somebody proposes *[fine-tuning](../glossary.ipynb#Fine-tuning)*: go on with the training of a model, on the desk's own
# tickets. Somebody else asks what the model will no longer know afterwards. Nobody has measured it.
#
# We can, with a model so small that it learns while you watch. It has read the prose of this course, and nothing else.

# %%
from mlops_widgets.llmops import corpus, tiny

known, unknown = corpus.paragraphs(), corpus.paragraphs(held_out=True)
print(f"{len(known):,} paragraphs to learn from, {len(unknown)} held out")
words = tiny.tokenizer(known)
print(f"{len(words):,} tokens;", words.tokenize("A detector that never fires is no detector."))

# %% [markdown]
# A *tokenizer* cuts text into **[tokens](../glossary.ipynb#Token)**, which are words or pieces of them: it begins with single
# bytes and joins the pair that occurs most often, again and again. Ġ stands for a space. A language model says, after any beginning, how
# likely each token is as the next one. Ours was trained beforehand; it is loaded from a folder, as any other would be.

# %%
import torch

torch.manual_seed(0)
torch.set_num_threads(1)  # the same numbers every time
model, words = tiny.load()
print(f"{model.num_parameters():,} parameters in {model.config.num_hidden_layers} layers")
start = words("A model that", return_tensors="pt")["input_ids"]
told = model.generate(start, max_new_tokens=30, do_sample=False, pad_token_id=0)
print(words.decode(told[0]))

# %% [markdown]
# ## How much does it know?
#
# **[Perplexity](../glossary.ipynb#Perplexity)** says among how many tokens a model is, on average, as undecided as if all of them were equally
# likely. Over $n$ tokens to which it gave the chances $p_i$,
#
# $$\mathrm{perplexity} = \exp\Big(-\frac{1}{n}\sum_i \ln p_i\Big)$$
#
# A model that knows nothing holds all tokens of its vocabulary to be alike. A rule that only counts how often each token occurs
# (*unigram*) does better.

# %%
from mlops_widgets import llmops

old, old_held = tiny.packed(known, words), tiny.packed(unknown, words)
fresh = tiny.decoder(len(words))
untaught = llmops.perplexity(fresh, old_held)
counting = llmops.unigram(old, old_held, len(words))
print(f"vocabulary {len(words):,}; a fresh model {untaught:,.0f}; counting {counting:.0f}")

# %%
losses = tiny.fit(fresh, old, steps=50, batch=8, rate=3e-3)
after = llmops.perplexity(fresh, old_held)
print(f"after {len(losses)} steps: {after:.0f}")

# %%
from mlops_widgets import course

trained = llmops.perplexity(model, old_held)
course.Predict(
    "adapting-a-model.perplexity",
    f"Fifty steps brought a fresh model from {untaught:,.0f} to {after:.0f} on text that "
    "it never saw. Where is the model of the folder, after thirteen times as many?",
    answer=course.Number(1, 400, unit="tokens"),
    truth=round(trained, 1),
    reveal=f"perplexity {trained:.1f}, in a vocabulary of {len(words):,}",
)

# %% [markdown]
# ## Asking is not enough
#
# Now the desk. Its tickets are generated, so we know each right answer. A quarter of them is held out.

# %%
lessons, exam = llmops.tickets(), llmops.tickets(held_out=True)
print(len(lessons), "tickets to learn from,", len(exam), "held out\n")
print(exam[0].prompt + exam[0].answer)

# %% [markdown]
# Perhaps a good [prompt](../glossary.ipynb#Prompt) is all that it takes. *Zero-shot* hands over the ticket alone, *few-shot* puts some
# answered tickets before it. We count answers that are right to the letter, for a program reads them.

# %%
asks = {"zero-shot": "", "two shots": "".join(f"{t.prompt}{t.answer}\n" for t in lessons[:2])}
for name, before in asks.items():
    rows = tiny.answered([(before + t.prompt, t.answer) for t in exam[:40]], words)
    right, unsure = llmops.exact(model, rows), llmops.perplexity(model, rows)
    print(f"{name}: {right:.0%} to the letter, perplexity {unsure:.1f}")

# %% [markdown]
# Nothing, with examples or without: a model this small has never learned to copy from its prompt. A large one would take
# the form from two examples. Then every ticket carries them along, and each of their tokens is paid for every time.

# %% [markdown]
# ## Teach it
#
# *[LoRA](../glossary.ipynb#LoRA)* leaves the weights as they are and puts an *adapter* beside some of
# them: two thin matrices whose *rank*, their inner width, is all that one chooses. We trained many beforehand, of
# several ranks, beside two or all seven matrices of each layer, and all weights without an adapter, too. Whichever you choose
# below was really run.

# %%
from mlops_widgets.llmops import lora

everywhere = lora.Scenario(power=4, place="everywhere")
high = lora.simulate(everywhere).summary

# %%
worse = ("as before: no old weight has changed", "somewhat worse", "worse than a count of words")
course.Predict(
    "adapting-a-model.forgotten",
    f"Rank 16 everywhere answers {high['exact']:.0%} of the held-out tickets to the letter. "
    f"The old text's perplexity was about {trained:.0f}. And afterwards?",
    answer=worse,
    truth=worse[1 + (high["old"] > counting)],
    reveal=lora.simulation.widget(everywhere, controls=("power", "place", "rehearse")),
)

# %% [markdown]
# The upper lane is the new trade, the middle one the old, both in powers of ten; lower is better. The dashed line is the training of
# every weight.
#
# **Play with one question in mind: what does each control buy, and what does it cost?** Turn *Rank*, then *What learns*; press *Stop here*
# early; switch *Rehearse* on ([rehearsal](../glossary.ipynb#Rehearsal)): then a quarter of each batch is old text. None of them buys both trades: an
# early stop spares the old text only where little was learned, and to rehearse keeps it at the price of most right answers in as many steps. **[Catastrophic forgetting](../glossary.ipynb#Catastrophic-forgetting)** is what the course's text pays for the desk's.

# %%
import pandas as pd

rows = [(run, lora.curves(run)) for run in lora.runs() if run.seed == 0 and run.rate == 0.01]
table = pd.DataFrame(
    [(r.place, r.rank, r.share, c.new[-1], c.old[-1], c.exact[-1], c.parameters) for r, c in rows],
    columns=["learns", "rank", "rehearsed", "new", "old", "exact", "parameters"],
)
table[table["learns"] != "attention"].set_index(["learns", "rank"]).round(2)

# %%
import matplotlib.pyplot as plt

axes = plt.figure(figsize=(7, 3.2)).gca()
for (learns, share), part in table.groupby(["learns", "rehearsed"]):
    axes.loglog(part.new, part.old, "o-" if share else "x--", label=f"{learns}, {share:g}", subs=[])
axes.set(xlabel="perplexity, desk", xticks=[1, 2, 5], xticklabels=[1, 2, 5])
axes.set(ylabel="perplexity, course", yticks=[50, 200, 800], yticklabels=[50, 200, 800])
axes.legend(title="learns, old text", loc="upper left", bbox_to_anchor=(1, 1))
most = table.groupby(table["rehearsed"] > 0)["old"].max()
says = f"Old text, at worst: {most[True]:.0f} with rehearsal, {most[False]:.0f} without."
course.figure(axes.figure, "What rehearses keeps its old trade at every rank", says)

# %% [markdown]
# A line of adapters runs from rank 1, at its right end, to rank 16, at its left; *0.25* of old text is rehearsal. It keeps the old
# trade and costs most of the new one: compare *exact* with and without. Whether more steps would
# buy it back, this table does not say, and whether that is dear or cheap is no question of statistics. It depends on who asks the model for what. And do not read too much from one line: each is one
# training, judged on fifty tickets, and its share of right answers jumps.

# %% [markdown]
# ## How it works: two thin matrices
#
# A matrix $W$ with $d_{\text{out}}$ rows and $d_{\text{in}}$ columns gets two others beside it, and what flows through is
#
# $$h = W x + \frac{\alpha}{r}\, B A\, x, \qquad A: r \times d_{\text{in}}, \quad B: d_{\text{out}} \times r$$
#
# That is $r\,(d_{\text{in}} + d_{\text{out}})$ numbers to learn instead of $d_{\text{in}} \cdot d_{\text{out}}$. $B$ begins at zero,
# so that at first nothing changes. Here is one of rank 4, with the library `peft`:

# %%
from mlops_widgets.llmops import adapter

everywhere = adapter.EVERYWHERE
learner = adapter.adapted(model, 4, targets=everywhere)
formula = adapter.extra(model, 4, targets=everywhere)
print(f"{adapter.trainable(learner):,} trainable, by the formula {formula:,}")
print(f"{formula / model.num_parameters():.0%} of the model's {model.num_parameters():,}")

# %%
new, new_held = (
    tiny.answered([(t.prompt, t.answer) for t in some], words) for some in (lessons, exam)
)
judge = tiny.Rows(new_held.ids[:50], new_held.labels[:50])
losses = tiny.fit(learner, new, steps=160, batch=8, rate=1e-2)
print(f"loss of the first batch {losses[0]:.2f}, of the last {losses[-1]:.3f}")

# %%
texts = {"desk": judge, "course": old_held}
perplexities = {
    name: {"before": llmops.perplexity(model, rows), "after": llmops.perplexity(learner, rows)}
    for name, rows in texts.items()
}
pd.DataFrame(perplexities).round(2)

# %%
ticket = exam[3]
asked = words(ticket.prompt, return_tensors="pt")["input_ids"]
told = learner.generate(input_ids=asked, max_new_tokens=40, do_sample=False, pad_token_id=0)
print(words.decode(told[0][asked.shape[1] :]).removesuffix("<end>"))
print("wanted:", ticket.answer.replace("\n", " / "))
print(f"to the letter: {llmops.exact(learner, judge):.0%} of fifty held-out tickets")

# %% [markdown]
# Only the adapter has to be stored. For serving it can be *merged*: $W + \frac{\alpha}{r} B A$ is computed once, and the model is as
# fast as before. It should say the same.

# %%
files = {"model": adapter.bytes_of(model), "adapter": adapter.bytes_of(learner)}
layer = learner.base_model.model.model.layers[0].self_attn.q_proj
A, B = layer.lora_A["default"].weight, layer.lora_B["default"].weight
by_hand = layer.base_layer.weight + layer.scaling["default"] * B @ A

# %%
with torch.no_grad():
    before = learner(input_ids=judge.ids).logits.softmax(-1)
    merged = learner.merge_and_unload()
    apart = (merged(input_ids=judge.ids).logits.softmax(-1) - before).abs().max()
q_proj = merged.model.layers[0].self_attn.q_proj.weight
print(files, f"largest difference of a chance {apart:.0e}")
print(f"by hand: {(q_proj - by_hand).abs().max():.0e}, same to 1e-5: {bool(apart < 1e-5)}")

# %% [markdown]
# ## Smaller
#
# *[Quantisation](../glossary.ipynb#Quantisation)* stores each weight in eight bits instead of thirty-two: a whole number whose size is at most 127, times one
# scale for each matrix. By hand for one matrix, then PyTorch's own for all:

# %%
W = merged.model.layers[0].mlp.up_proj.weight.detach()
scale = W.abs().max() / 127
rounded = torch.round(W / scale).to(torch.int8)
error = (rounded * scale - W).abs().max()
print(f"{W.numel() * 4:,} bytes become {rounded.numel():,}")
print(f"largest error {error / scale:.2f} of a step, a step is {scale:.4f}")

# %%
from mlops_widgets.llmops import smaller

small = smaller.quantised(merged)
rows = {
    name: [smaller.size(each) / 1e6, llmops.perplexity(each, judge), llmops.exact(each, judge)]
    for name, each in (("32 bits", merged), ("8 bits", small))
}
agree = smaller.agreement(merged, small, judge.ids)
print(f"the likeliest token is the same in {agree:.1%} of the places")
pd.DataFrame(rows, index=["MB", "perplexity, desk", "to the letter"]).T.round(3)

# %% [markdown]
# Much of what is left is the table of tokens, which stays in thirty-two bits here. Eight bits change the likeliest token now and then; only a
# look at whole answers says whether that matters.

# %% [markdown]
# ## When it lies: perplexities of two tokenizers
#
# Which text is better known, the one with the lower perplexity? Take the *same* rule, counting, on the *same* text, and cut it finer and
# coarser.

# %%
from math import log2

rows = {}
letters = sum(map(len, unknown))
for size in (300, 1024, 2048):
    cut = tiny.tokenizer(known, vocabulary=size)
    learnt, judged = tiny.packed(known, cut), tiny.packed(unknown, cut)
    surprise = llmops.unigram(learnt, judged, size)
    rows[size] = [judged.ids.numel(), surprise, log2(surprise) * judged.ids.numel() / letters]
cuts = pd.DataFrame(rows, index=["tokens", "perplexity", "bits a letter"]).T

# %%
course.Predict(
    "adapting-a-model.tokenizer",
    "The same rule, the same text. With which vocabulary is the perplexity lowest?",
    answer=[f"{size:,} tokens" for size in cuts.index] + ["it is the same for all"],
    truth=f"{cuts['perplexity'].idxmin():,} tokens",
    reveal=cuts.rename_axis("vocabulary").round(2),
)

# %% [markdown]
# Finer pieces are easier to guess, and there are more of them. Bits for each letter turn the order round: the coarser cut knows
# the text better. A perplexity belongs to its tokenizer; two numbers from two papers can seldom be compared.
#
# It is no measure of truth, either. An answer with the wrong crew in perfect form is hardly surprising. That is why the tickets were
# counted, too: `to the letter` is what the desk lives on.

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** A large model has 32 layers. In each, two matrices of `4096 × 4096` get an adapter of rank 8. How many parameters are
# trained?

# %%
my_extra = 0  # your line

course.check("llmops.extra", my_extra)

# %% [markdown]
# **Core (up to eight lines).** Finish `surprise(scores, tokens)`: from a model's scores, one row for each place and one column for each token of
# the vocabulary, and the tokens that came, the perplexity. Scores become chances by the softmax, $e^{s_i} / \sum_j e^{s_j}$; they may be
# large. Begin with `import numpy as np`.


# %%
def surprise(scores, tokens):
    return 0.0  # your lines, with np.exp and np.log


course.check("llmops.surprise", surprise)

# %% [markdown]
# **Stretch (ungraded).** Write ten tickets with answers in a form of your own, train an adapter on them, and ask for an eleventh. How many
# examples does it take?

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("llmops.adapting-a-model")

# %% [markdown]
# ## Summary
#
# Perplexity tells how undecided a model is on a text, and only beside the vocabulary, a counting rule and the same tokenizer does it mean
# anything. An adapter of a few percent teaches a new trade, and its rank decides how much is learned and how much of the old is forgotten;
# rehearsal keeps the old, at the price of the new. What is merged and made smaller is what will be served, so that is what is judged last.
#
# **Next:** [Serving at a cost](4_serving_at_a_cost.ipynb): what one answer of such a model costs when many ask.
#
# **Read on:** Hu et al., *LoRA: low-rank adaptation of large language models*, ICLR, 2022 · Biderman et al., *LoRA learns less and
# forgets less*, TMLR, 2024 · Sennrich, Haddow and Birch, *Neural machine translation of rare words with subword units*, ACL, 2016 · Robins,
# *Catastrophic forgetting, rehearsal and pseudorehearsal*, Connection Science 7(2), 1995
