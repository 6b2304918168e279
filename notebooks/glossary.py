# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 150
#     minutes: 5
#     needs: []
#     needs_notebooks: []
#     topics: []
# ---

# %% [markdown]
# <!-- Made by python -m tools.glossary from mlops_widgets/course/data/glossary.toml: edit that. -->
# # Glossary
#
# What the words of this course mean. In every notebook the first mention of a word leads here, and the notebook stays
# open in its own tab. A cell can be asked, too:

# %%
from mlops_widgets import course

course.term("PSI")

# %% [markdown]
# ## A/B test
#
# *Also:* A/B tests, A/B testing
#
# An experiment on real users: chance decides who gets the old version and who the new one, and afterwards the two groups are compared on one measure chosen beforehand.
#
# *Taught in* the chapter *rollout*.
#
# *Reference:* Kohavi, Tang and Xu, *Trustworthy Online Controlled Experiments*, Cambridge University Press, 2020

# %% [markdown]
# ## Accuracy
#
# The share of answers that are right. Where one answer is rare it misleads, because always giving the common answer is right most of the time.
#
# *Taught in* the chapter *errors*.

# %% [markdown]
# ## Acquisition
#
# *Also:* acquisition function, acquisition functions
#
# The number by which [Bayesian optimisation](#Bayesian-optimisation) chooses what to try next: it is large where much is promised, and where little is known.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)

# %% [markdown]
# ## Adapter
#
# *Also:* adapters
#
# A few extra weights beside those of a finished model, which alone are trained and stored; without them the model is what it was.
#
# *Taught in* [Adapting a model](08_llmops/2_adapting_a_model.ipynb)
#
# *Reference:* Houlsby et al., *Parameter-efficient transfer learning for NLP*, ICML, 2019

# %% [markdown]
# ## ADWIN
#
# *Also:* adaptive windowing
#
# A [detector](#Detector) that chooses the length of its [window](#Window) itself: it keeps values while they agree, and drops the older part as soon as the older and the newer mean differ by more than chance allows.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)
#
# *Reference:* Bifet and Gavaldà, *Learning from time-changing data with adaptive windowing*, SDM, 2007

# %% [markdown]
# ## Aging evolution
#
# *Also:* regularised evolution, regularized evolution
#
# A search that breeds: a good setting of a small population is copied and changed in one place, and for every child the oldest leaves, not the worst.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)
#
# *Reference:* Real, Aggarwal, Huang and Le, *Regularized evolution for image classifier architecture search*, AAAI, 2019

# %% [markdown]
# ## Alarm
#
# *Also:* alarms
#
# What a [detector](#Detector) raises when the data no longer look as they did. It asks a person or a program to look; it does not say what the cause is.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)

# %% [markdown]
# ## Alert fatigue
#
# What happens to people who are called too often for nothing: they answer later, then not at all. It is counted in pages a week and in the share of them that were right.
#
# *Taught in* [The dashboard that stays green](07_drift/5_observability.ipynb)
#
# *Reference:* Beyer, Jones, Petoff and Murphy (eds.), *Site Reliability Engineering*, O'Reilly, 2016, chapter 6

# %% [markdown]
# ## Artefact
#
# *Also:* artefacts
#
# What a step of the work leaves behind for others to open: a file of data, a trained model, a report, a [schema](#Schema). It is told apart by the hash of its bytes.
#
# *Taught in* [From data to service](01_lifecycle/3_from_data_to_service.ipynb)

# %% [markdown]
# ## AUC
#
# *Also:* AUC-ROC, ROC AUC, area under the curve
#
# The [probability](#Probability) that a model gives a higher score to a case that happened than to one that did not, both drawn by chance. Half is guessing, one is perfect order; whether the scores are true probabilities it does not tell.
#
# *Taught in* the chapter *start*.
#
# *Reference:* Fawcett, *An introduction to ROC analysis*, Pattern Recognition Letters 27(8), 2006

# %% [markdown]
# ## AutoML
#
# *Also:* automated machine learning
#
# Letting a program choose what people used to choose by hand: the preparation of the data, the kind of model and its [hyperparameters](#Hyperparameter), within a budget.
#
# *Taught in* the chapter *automl*.

# %% [markdown]
# ## Bandit
#
# *Also:* bandits, multi-armed bandit, multi-armed bandits
#
# A policy that learns while it serves: it sends more and more users to the version that does best so far, and still tries the others now and then.
#
# *Taught in* the chapter *rollout*.

# %% [markdown]
# ## Bandwidth
#
# *Also:* bandwidths
#
# How far a [kernel](#Kernel)'s similarity reaches. Too narrow, and no row is like any other; too wide, and all rows are alike: at both ends nothing can be told apart.
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)

# %% [markdown]
# ## Base rate
#
# *Also:* base rates, prevalence
#
# How often something happens at all, before anything is known about the single case. A model is worth something only beyond what this one number already tells.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Baseline
#
# *Also:* baselines
#
# What new things are compared with. For a [detector](#Detector) it is a stretch of data taken as normal; for a model it is the simplest answer that a better one has to beat.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)

# %% [markdown]
# ## Bayesian optimisation
#
# *Also:* Bayesian optimization
#
# A search that keeps a belief about every setting it has not tried, as a mean with a standard deviation, and tries the one that the belief makes most promising.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)
#
# *Reference:* Jones, Schonlau and Welch, *Efficient global optimization of expensive black-box functions*, Journal of Global Optimization, 1998

# %% [markdown]
# ## Bin
#
# *Also:* bins
#
# One of the intervals into which the range of a number is cut, so that the values in each can be counted.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)

# %% [markdown]
# ## Blast radius
#
# How far the harm of a mistake reaches: whom it meets, how often, and for how long, before it is taken back.
#
# *Taught in* [Progressive delivery](06_rollout/1_progressive_delivery.ipynb)

# %% [markdown]
# ## Blue/green
#
# *Also:* blue/green deployment
#
# Two complete environments, one serving and one idle: the new version starts in the idle one, and a switch sends everybody over. The way back is the same switch, as long as the old environment runs.
#
# *Taught in* [Progressive delivery](06_rollout/1_progressive_delivery.ipynb)

# %% [markdown]
# ## Bootstrap
#
# A way to ask how sure a result is: as many examples as there are get drawn from them again and again, with repetition, and the result is computed each time. How much it varies is how little one sample tells.
#
# *Taught in* [Which error first?](03_errors/3_error_analysis.ipynb)
#
# *Reference:* Efron, *Bootstrap methods: another look at the jackknife*, Annals of Statistics 7(1), 1979

# %% [markdown]
# ## Burn rate
#
# *Also:* burn rates
#
# How many times as fast as allowed an [error budget](#Error-budget) is being spent: the share of bad events, divided by the share that may be bad. At one the budget lasts for just its period.
#
# *Taught in* [The dashboard that stays green](07_drift/5_observability.ipynb)
#
# *Reference:* Beyer et al. (eds.), *The Site Reliability Workbook*, O'Reilly, 2018, chapter 5

# %% [markdown]
# ## Calibration
#
# *Also:* calibrated
#
# A model is calibrated when its [probabilities](#Probability) come true: of all the cases to which it gives a certain probability, that very share happens.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Canary
#
# *Also:* canaries, canary release, canary releases
#
# A release that begins with a small share of the users. If their numbers stay good the share grows, if not everybody goes back to the old version and few were hurt.
#
# *Taught in* the chapter *rollout*.

# %% [markdown]
# ## Catastrophic forgetting
#
# What a model loses of its old task while it learns a new one, because both are written into the same weights.
#
# *Taught in* [Adapting a model](08_llmops/2_adapting_a_model.ipynb)
#
# *Reference:* McCloskey and Cohen, *Catastrophic interference in connectionist networks*, Psychology of Learning and Motivation 24, 1989

# %% [markdown]
# ## Chi-squared test
#
# *Also:* chi-squared
#
# Compares counted categories: how far the counts are from those that one common distribution would give. Cells that expect few counts are merged first.
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)
#
# *Reference:* Cochran, *Some methods for strengthening the common χ² tests*, Biometrics, 1954

# %% [markdown]
# ## Commit
#
# *Also:* commits
#
# One recorded state of all files of a [repository](#Repository), with a sentence that says what changed and a name by which it can be found again.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Concept drift
#
# The same inputs now mean something else: how the answer depends on the [features](#Feature) has changed, so a model is wrong even on data that look familiar.
#
# *Taught in* the chapter *drift*.
#
# *Reference:* Gama et al., *A survey on concept drift adaptation*, ACM Computing Surveys 46(4), 2014

# %% [markdown]
# ## Confidence interval
#
# *Also:* confidence intervals
#
# A range around an estimate, made by a rule that catches the true value in a stated share of all repetitions. Few data make it wide.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Confusion matrix
#
# *Also:* confusion matrices
#
# A table that counts, for each true answer, which answer the model gave; on its diagonal stand the right ones.
#
# *Taught in* the chapter *errors*.

# %% [markdown]
# ## Continuous batching
#
# *Also:* iteration-level batching
#
# Serving a language model so that after every [token](#Token) those leave the batch whose answer is complete, and those who wait come in at once.
#
# *Taught in* [Serving at a cost](08_llmops/4_serving_at_a_cost.ipynb)
#
# *Reference:* Yu et al., *Orca: a distributed serving system for transformer-based generative models*, OSDI, 2022

# %% [markdown]
# ## Continuous integration
#
# *Also:* CI
#
# Every change is built and tested by a machine as soon as it is handed in, so that a mistake is seen within minutes and by its author.
#
# *Taught in* the chapter *pipelines*.

# %% [markdown]
# ## Coordinated omission
#
# What a load test suffers from when it waits for each answer before it asks again: while the server stands still it asks nothing, so the slow answers are missing from its table.
#
# *Taught in* [From simulation to servers](06_rollout/5_from_simulation_to_servers.ipynb)

# %% [markdown]
# ## Data drift
#
# The inputs are distributed otherwise than in training: other customers, other weather, another sensor. It may hurt a model or leave it as good as it was.
#
# *Taught in* the chapter *drift*.

# %% [markdown]
# ## Decile
#
# *Also:* deciles
#
# One of the nine values that cut sorted data into ten parts of equal size.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)

# %% [markdown]
# ## Detector
#
# *Also:* detectors
#
# A rule that reads a stream value by value and says after each one whether the stream still looks normal.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)

# %% [markdown]
# ## Drift
#
# *Also:* drifts
#
# The data that a model meets are no longer the data it learned from. Nothing crashes; the answers only get worse, or nobody knows any longer how good they are.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)
#
# *Reference:* Gama et al., *A survey on concept drift adaptation*, ACM Computing Surveys 46(4), 2014

# %% [markdown]
# ## e-value
#
# *Also:* e-values
#
# Evidence against a claim, as the winnings of a fair game: while the claim is true it does not grow on average, so it is not likely ever to grow large, however often one looks.
#
# *Taught in* [How sure is a canary?](06_rollout/2_how_sure_is_a_canary.ipynb)
#
# *Reference:* Ramdas et al., *Game-theoretic statistics and safe anytime-valid inference*, Statistical Science 38(4), 2023

# %% [markdown]
# ## Effect size
#
# *Also:* effect sizes
#
# How large a difference is, in a unit that does not grow with the number of values. It stands beside the [p-value](#p-value), which only says whether chance explains the difference.
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)

# %% [markdown]
# ## Embedding
#
# *Also:* embeddings
#
# A list of numbers that stands for a text or an image, made so that things alike in meaning lie close together.
#
# *Taught in* the chapter *llmops*.

# %% [markdown]
# ## Error analysis
#
# Reading the mistakes of a model one by one, naming what they have in common, and counting these [tags](#Tag), so that the work goes where most is to be gained.
#
# *Taught in* [Which error first?](03_errors/3_error_analysis.ipynb)

# %% [markdown]
# ## Error budget
#
# *Also:* error budgets
#
# What a promise leaves to fail: all events of a period times what is missing from the objective to one. While there is some left, one may take risks; when it is gone, one mends.
#
# *Taught in* [The dashboard that stays green](07_drift/5_observability.ipynb)
#
# *Reference:* Beyer et al. (eds.), *The Site Reliability Workbook*, O'Reilly, 2018, chapter 2

# %% [markdown]
# ## Expected improvement
#
# By how much a setting is expected to beat the best so far, where falling short counts as nothing. The usual [acquisition](#Acquisition) of [Bayesian optimisation](#Bayesian-optimisation).
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)

# %% [markdown]
# ## Experiment tracking
#
# *Also:* tracking of experiments
#
# Writing down, for every run and without being asked, what went in and what came out: code, data, settings, environment and measured numbers.
#
# *Taught in* the chapter *tracking*.

# %% [markdown]
# ## F1
#
# *Also:* F1 score
#
# The harmonic mean of [precision](#Precision) and [recall](#Recall). It is close to the lower of the two, so neither can make up for the other.
#
# *Taught in* [Which error first?](03_errors/3_error_analysis.ipynb)

# %% [markdown]
# ## False alarm
#
# *Also:* false alarms
#
# An [alarm](#Alarm) without a change behind it. Too many of them, and people stop looking.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)

# %% [markdown]
# ## False discovery rate
#
# *Also:* false discovery rates
#
# The expected share of mistaken findings among all that a report names. It is a milder promise than naming no unchanged [feature](#Feature) at all, and finds more.
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)
#
# *Reference:* Benjamini and Hochberg, *Controlling the false discovery rate*, Journal of the Royal Statistical Society B, 1995

# %% [markdown]
# ## Feature
#
# *Also:* features
#
# A quantity known at the moment of prediction that a model uses as input.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Feature store
#
# *Also:* feature stores
#
# A place that computes [features](#Feature) once and gives training and serving the same values, each as it was known at the time in question.
#
# *Taught in* the chapter *platform*.

# %% [markdown]
# ## Feedback loop
#
# *Also:* feedback loops
#
# A model whose answers decide which data it will learn from next: what it never shows is never clicked, so nothing contradicts it.
#
# *Taught in* [Responding](07_drift/4_responding.ipynb)

# %% [markdown]
# ## Fidelity
#
# *Also:* fidelities, low fidelity, lower fidelity
#
# How close a cheap estimate of a model is to the real thing: fewer epochs, less data or a smaller network cost less and say less.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)

# %% [markdown]
# ## Fine-tuning
#
# *Also:* fine-tune, fine-tuned
#
# Going on with the training of a finished model on fewer data of one's own, so that it learns a task, a domain or a tone.
#
# *Taught in* the chapter *llmops*.

# %% [markdown]
# ## Fingerprint
#
# *Also:* fingerprints
#
# A short number computed from a text, a hash: equal texts have it in common, and any change makes another one. Settings written in one fixed way are known by it, whatever order they came in.
#
# *Taught in* [Tracking experiments](02_tracking/2_tracking_experiments.ipynb)

# %% [markdown]
# ## Gaussian kernel
#
# *Also:* Gaussian kernels
#
# A measure of how alike two rows are: one when they are equal, falling towards zero with their distance. Its [bandwidth](#Bandwidth) says how fast. It has nothing to do with a notebook's [kernel](#Kernel).
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)

# %% [markdown]
# ## Gaussian process
#
# *Also:* Gaussian processes
#
# A belief about a whole curve or surface: near what was tried it is sure, far from it unsure, and for every place it gives a mean and a standard deviation.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)
#
# *Reference:* Rasmussen and Williams, *Gaussian Processes for Machine Learning*, MIT Press, 2006

# %% [markdown]
# ## Git
#
# A program that keeps every recorded state of a folder, shows what changed between any two of them and brings the changes of several people together.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Grid search
#
# *Also:* grid searches
#
# Trying a few values of every [hyperparameter](#Hyperparameter), each together with each. Every further hyperparameter multiplies the bill.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)

# %% [markdown]
# ## Guard
#
# *Also:* guards
#
# A check that stands before every training: columns, gaps, ranges and units are held against a reference, and what cannot be a changed world is refused by name.
#
# *Taught in* [Responding](07_drift/4_responding.ipynb)

# %% [markdown]
# ## Holm correction
#
# *Also:* Holm's correction
#
# A way to test many things at once: the smallest [p-value](#p-value) is multiplied by the number of tests, the next by one less, and so on. It holds the chance of any [false alarm](#False-alarm) at alpha.
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)
#
# *Reference:* Holm, *A simple sequentially rejective multiple test procedure*, Scandinavian Journal of Statistics, 1979

# %% [markdown]
# ## Human-level performance
#
# *Also:* human level, HLP
#
# How often people are right on the same examples. Where nobody can know the answer it is a yardstick: what a model lacks to it is the room for improvement.
#
# *Taught in* [Which error first?](03_errors/3_error_analysis.ipynb)

# %% [markdown]
# ## Hyperparameter
#
# *Also:* hyperparameters
#
# A setting that is chosen before training and that training does not change, such as the depth of a tree or the size of a step.
#
# *Taught in* the chapter *automl*.

# %% [markdown]
# ## Jensen–Shannon divergence
#
# *Also:* Jensen–Shannon distance
#
# How far two lists of shares are from their mean. To base two it lies between zero, the same shares, and one, nothing in common; its square root is the distance, which many tools report under the same name.
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)
#
# *Reference:* Lin, *Divergence measures based on the Shannon entropy*, IEEE Transactions on Information Theory, 1991

# %% [markdown]
# ## JupyterLab
#
# The program in the browser in which this course is played: it shows notebooks, files and [terminals](#Terminal) side by side.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Kendall's τ
#
# *Also:* Kendall’s τ, rank correlation
#
# How alike two rankings are: of all pairs, the share that both rank alike less the share they rank the other way round. One is the same order, minus one the reverse, zero no relation.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)
#
# *Reference:* Kendall, *A new measure of rank correlation*, Biometrika, 1938

# %% [markdown]
# ## Kernel
#
# *Also:* kernels
#
# The program behind a notebook that runs its cells and remembers their variables. Restarted, it has forgotten all of them.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## KS test
#
# *Also:* Kolmogorov–Smirnov test
#
# Compares two samples of one number by the largest gap between their cumulative distributions. With many values it finds differences too small to matter.
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)

# %% [markdown]
# ## KV cache
#
# *Also:* key–value cache, keys and values
#
# What a language model keeps of every [token](#Token) it has read or written, so that the next one need not compute it again. It grows with each token, and fills the memory before anything else does.
#
# *Taught in* [Serving at a cost](08_llmops/4_serving_at_a_cost.ipynb)
#
# *Reference:* Kwon et al., *Efficient memory management for large language model serving with PagedAttention*, SOSP, 2023

# %% [markdown]
# ## Label
#
# *Also:* labels
#
# The true answer to what a model predicts, known only later or at a cost.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)

# %% [markdown]
# ## Latency
#
# The time between a request and its answer. A mean hides the slow ones, so one also states how long nearly all requests take at most.
#
# *Taught in* the chapter *rollout*.

# %% [markdown]
# ## Leak
#
# *Also:* leaks, leakage, data leak, data leakage
#
# Something in the [training data](#Training-set) that will not be known when the model has to answer. It makes a model look splendid in the test and fail in use.
#
# *Taught in* the chapter *lifecycle*.
#
# *Reference:* Kaufman et al., *Leakage in data mining*, ACM Transactions on Knowledge Discovery from Data 6(4), 2012

# %% [markdown]
# ## Learning curve
#
# *Also:* learning curves
#
# A measure of a model drawn along its training, step by step. It shows how quickly a model learns, whether more training would help, and when it begins to learn its [training set](#Training-set) by heart.
#
# *Taught in* [Tracking experiments](02_tracking/2_tracking_experiments.ipynb)

# %% [markdown]
# ## Lineage
#
# Which data, code and settings a model or a prediction came from, recorded so that one can walk back step by step.
#
# *Taught in* the chapter *tracking*.

# %% [markdown]
# ## Log loss
#
# *Also:* logarithmic loss, cross-entropy
#
# The price of surprise: minus the logarithm of the [probability](#Probability) that the model gave to what then happened, averaged over all cases. Small is good.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)

# %% [markdown]
# ## LoRA
#
# *Also:* low-rank adaptation
#
# [Fine-tuning](#Fine-tuning) that leaves the large weights as they are and learns small matrices that are added to them, so that one model can wear many cheap adaptations.
#
# *Taught in* the chapter *llmops*.
#
# *Reference:* Hu et al., *LoRA: Low-rank adaptation of large language models*, ICLR, 2022

# %% [markdown]
# ## Margin density
#
# The share of rows about which a classifier is unsure. When it moves, a [drift](#Drift) is suspected and some [labels](#Label) are asked for; they decide.
#
# *Taught in* [Without labels](07_drift/3_without_labels.ipynb)
#
# *Reference:* Sethi and Kantardzic, *On the reliable detection of concept drift from streaming unlabeled data*, Expert Systems with Applications 82, 2017

# %% [markdown]
# ## Maximum mean discrepancy
#
# *Also:* MMD
#
# Asks whether rows are more alike within two samples than between them, so that it also sees [features](#Feature) that go together otherwise. It does not say where the difference lies.
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)
#
# *Reference:* Gretton and others, *A kernel two-sample test*, Journal of Machine Learning Research, 2012

# %% [markdown]
# ## Metric
#
# *Also:* metrics
#
# A number that is measured again and again, with a name and [labels](#Label), so that it can be compared: requests answered, seconds to the answer, the share of late flights.
#
# *Taught in* [The dashboard that stays green](07_drift/5_observability.ipynb)

# %% [markdown]
# ## MLOps
#
# The craft of keeping machine learning useful after the first success: repeatable training, safe release, watching, and answering when the world changes.
#
# *Taught in* the chapter *lifecycle*.

# %% [markdown]
# ## Model registry
#
# *Also:* model registries
#
# The list of a team's models with their versions, where each came from, who approved it and which one serves now.
#
# *Taught in* the chapter *tracking*.

# %% [markdown]
# ## Monitoring
#
# Watching a running system by numbers that say whether it does its work. For a model this takes more than counting failures, because a wrong answer is no failure.
#
# *Taught in* the chapter *drift*.

# %% [markdown]
# ## ONNX
#
# *Also:* Open Neural Network Exchange
#
# A file format that stores a model as a graph of arithmetic operations, so that any runtime can follow it without the library, or the language, in which it was trained.
#
# *Taught in* [From data to service](01_lifecycle/3_from_data_to_service.ipynb)
#
# *Reference:* ONNX, *Open Neural Network Exchange*, onnx.ai

# %% [markdown]
# ## Open loop
#
# *Also:* open loops
#
# A load that comes at its own times, whether or not earlier requests have their answers, as users do. In a closed loop the next request waits for the last answer.
#
# *Taught in* [From simulation to servers](06_rollout/5_from_simulation_to_servers.ipynb)

# %% [markdown]
# ## Outlier
#
# *Also:* outliers, outlier score
#
# An input that lies far from all that was seen before. A score of it measures how far; it is another question than how sure a model is of its answer.
#
# *Taught in* [The dashboard that stays green](07_drift/5_observability.ipynb)

# %% [markdown]
# ## Overfitting
#
# *Also:* overfit, overfits
#
# A model has learned its [training set](#Training-set) by heart, chance included, and does worse on data it has not seen.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## p-value
#
# *Also:* p-values
#
# How probable a result at least this extreme would be if nothing had changed. It is not the [probability](#Probability) that nothing has changed, and it says nothing about the size of a change.
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)
#
# *Reference:* Wasserstein and Lazar, *The ASA statement on p-values*, The American Statistician 70(2), 2016

# %% [markdown]
# ## Parallel coordinates
#
# A picture of things with many properties: each property is an upright axis, and each thing is a line that crosses every axis at its value.
#
# *Taught in* [Tracking experiments](02_tracking/2_tracking_experiments.ipynb)
#
# *Reference:* Inselberg, *The plane with parallel coordinates*, The Visual Computer, 1985

# %% [markdown]
# ## Peeking
#
# Looking again and again at a test that was planned for one look, and stopping at the first difference: it finds differences that are not there far more often than the test promises.
#
# *Taught in* [How sure is a canary?](06_rollout/2_how_sure_is_a_canary.ipynb)
#
# *Reference:* Armitage, McPherson and Rowe, *Repeated significance tests on accumulating data*, Journal of the Royal Statistical Society A 132, 1969

# %% [markdown]
# ## Performance estimation
#
# *Also:* confidence-based performance estimation, CBPE
#
# Says how good predictions will prove from nothing but their own chances, before any [label](#Label) has come. It holds as long as the chances can be believed, so it cannot see [concept drift](#Concept-drift).
#
# *Taught in* [Without labels](07_drift/3_without_labels.ipynb)
#
# *Reference:* Białek et al., *Estimating model performance under covariate shift without labels*, arXiv, 2024

# %% [markdown]
# ## Permutation test
#
# *Also:* permutation tests
#
# Deals the rows of two samples out anew, many times, and counts how often chance alone makes them as unlike as they are. That share is the [p-value](#p-value).
#
# *Taught in* [Detecting change](07_drift/2_detecting_change.ipynb)

# %% [markdown]
# ## Perplexity
#
# *Also:* perplexities
#
# Among how many [tokens](#Token) a language model is as unsure, on average, as if all of them were equally likely: the exponential of its mean loss. Models are comparable only where they cut text into the same tokens.
#
# *Taught in* [Adapting a model](08_llmops/2_adapting_a_model.ipynb)
#
# *Reference:* Jelinek et al., *Perplexity, a measure of the difficulty of speech recognition tasks*, JASA 62(S1), 1977

# %% [markdown]
# ## Pipeline
#
# *Also:* pipelines
#
# The steps from raw data to a serving model, written so that a machine can run them in order, repeat them and start again in the middle.
#
# *Taught in* the chapter *pipelines*.

# %% [markdown]
# ## Precision
#
# Of the cases that a model reports, the share that is real.
#
# *Taught in* the chapter *errors*.

# %% [markdown]
# ## Prior shift
#
# *Also:* prior shifts, label shift
#
# What is predicted has become more frequent or rarer, while the cases of each kind look as they did. [Accuracy](#Accuracy) moves with it although the model tells the kinds apart as well as before.
#
# *Taught in* [Without labels](07_drift/3_without_labels.ipynb)
#
# *Reference:* Moreno-Torres et al., *A unifying view on dataset shift in classification*, Pattern Recognition 45(1), 2012

# %% [markdown]
# ## Probability
#
# *Also:* probabilities
#
# A number from zero (never) to one (surely) that says how far something is to be expected; over many like cases it is the share in which it happens.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Progressive delivery
#
# Releasing a new version in steps, each to more people and each with a look at what is measured before the next, so that few bear the risk of a mistake.
#
# *Taught in* [Progressive delivery](06_rollout/1_progressive_delivery.ipynb)

# %% [markdown]
# ## Prompt
#
# *Also:* prompts
#
# The text handed to a language model: the task, the rules, examples, and the material it may use. It is changed, versioned and tested like code.
#
# *Taught in* the chapter *llmops*.

# %% [markdown]
# ## PSI
#
# *Also:* population stability index
#
# Cuts the [baseline](#Baseline) into [bins](#Bin) and adds up, over the bins, how far the shares of a new [window](#Window) lie apart from the shares of the baseline. Zero means alike; how much noise alone adds depends on the number of values.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)
#
# *Reference:* Yurdakul and Naranjo, *Statistical properties of the population stability index*, Journal of Risk Model Validation 14(4), 2020

# %% [markdown]
# ## Quantisation
#
# *Also:* quantised, quantise
#
# Storing the weights of a model with fewer bits each, so that it needs less memory and answers faster, at the price of a small error.
#
# *Taught in* the chapter *llmops*.

# %% [markdown]
# ## Random search
#
# *Also:* random searches
#
# Trying settings drawn by chance. It learns nothing, wastes nothing on [hyperparameters](#Hyperparameter) that do not matter, and is what every cleverer search has to beat.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)
#
# *Reference:* Bergstra and Bengio, *Random search for hyper-parameter optimization*, JMLR, 2012

# %% [markdown]
# ## Recall
#
# Of the real cases, the share that a model reports.
#
# *Taught in* the chapter *errors*.

# %% [markdown]
# ## Rehearsal
#
# Mixing examples of the old task into the training for a new one, so that less of the old is forgotten.
#
# *Taught in* [Adapting a model](08_llmops/2_adapting_a_model.ipynb)
#
# *Reference:* Robins, *Catastrophic forgetting, rehearsal and pseudorehearsal*, Connection Science 7(2), 1995

# %% [markdown]
# ## Repository
#
# *Also:* repositories
#
# A folder whose history is kept by [git](#Git): all files, and all [commits](#Commit) that led to them.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Retrieval-augmented generation
#
# *Also:* RAG
#
# Before a language model answers, a search finds fitting passages in one's own documents and puts them into the [prompt](#Prompt).
#
# *Taught in* the chapter *llmops*.

# %% [markdown]
# ## Rollback
#
# *Also:* rollbacks, roll back
#
# Going back to the version that served before. It is quick only if that version was kept ready.
#
# *Taught in* the chapter *rollout*.

# %% [markdown]
# ## Router
#
# *Also:* routers, load balancer
#
# A program between users and servers that decides which server answers which request; the share of each can be changed while it runs.
#
# *Taught in* [From simulation to servers](06_rollout/5_from_simulation_to_servers.ipynb)

# %% [markdown]
# ## Runbook
#
# *Also:* runbooks
#
# What is done on which [alarm](#Alarm), by whom and in which order, written down before the alarm comes.
#
# *Taught in* [Responding](07_drift/4_responding.ipynb)

# %% [markdown]
# ## Sample-ratio mismatch
#
# *Also:* sample-ratio mismatches, SRM
#
# Groups of a test whose sizes differ more from the plan than chance allows. Users were lost on the way to one version, hardly ever at random, so the groups can no longer be compared.
#
# *Taught in* [Live experiments](06_rollout/3_live_experiments.ipynb)
#
# *Reference:* Fabijan and others, *Diagnosing sample ratio mismatch in online controlled experiments*, KDD, 2019

# %% [markdown]
# ## Scenario
#
# *Also:* scenarios
#
# All the knobs of a simulation together with its [seed](#Seed). The same scenario gives the same run, on every computer.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Schema
#
# *Also:* schemas
#
# What data must look like, written so that a program can check it: columns, types, ranges, and which values may be missing.
#
# *Taught in* [From data to service](01_lifecycle/3_from_data_to_service.ipynb)
#
# *Reference:* Breck et al., *Data validation for machine learning*, MLSys, 2019

# %% [markdown]
# ## Search space
#
# *Also:* search spaces
#
# All settings that a search may try: which [hyperparameters](#Hyperparameter), between which ends, on which scale.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)

# %% [markdown]
# ## Seed
#
# *Also:* seeds
#
# The number from which a sequence of random numbers starts. With the same one, chance repeats itself exactly.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Service level indicator
#
# *Also:* service level indicators, SLI, SLIs
#
# A share that says how well a service does: good events of all events, such as requests answered within a second.
#
# *Taught in* [The dashboard that stays green](07_drift/5_observability.ipynb)
#
# *Reference:* Beyer et al. (eds.), *The Site Reliability Workbook*, O'Reilly, 2018, chapter 2

# %% [markdown]
# ## Service level objective
#
# *Also:* service level objectives, SLO, SLOs
#
# The value that a [service level indicator](#Service-level-indicator) is promised to reach over some weeks. What it leaves open is the [error budget](#Error-budget).
#
# *Taught in* [The dashboard that stays green](07_drift/5_observability.ipynb)
#
# *Reference:* Beyer et al. (eds.), *The Site Reliability Workbook*, O'Reilly, 2018, chapter 2

# %% [markdown]
# ## Shadow
#
# *Also:* shadows, shadow mode, shadow deployment
#
# A new model gets a copy of the real requests and answers them, but nobody sees its answers: one learns how it behaves and risks nothing.
#
# *Taught in* the chapter *rollout*.

# %% [markdown]
# ## Signal-to-noise ratio
#
# *Also:* signal-to-noise ratios
#
# By how much a signal is louder than what lies over it, in decibels: none means equally loud, and ten more mean ten times the power.
#
# *Taught in* [Which error first?](03_errors/3_error_analysis.ipynb)

# %% [markdown]
# ## Silent failure
#
# *Also:* silent failures
#
# A failure without an error: the program runs, the answers come, and they are worse. Models fail in this way, so that counting errors does not show it.
#
# *Taught in* [The dashboard that stays green](07_drift/5_observability.ipynb)

# %% [markdown]
# ## Simple regret
#
# How far the best that a search found falls behind the best that there was to find. It can be told exactly only where the best is known.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)

# %% [markdown]
# ## Smoothing
#
# Writing something small for a share of zero, so that its logarithm exists. What is written decides how much an empty [bin](#Bin) weighs.
#
# *Taught in* [Why two tools disagree](07_drift/6_why_two_tools_disagree.ipynb)

# %% [markdown]
# ## Stable test set
#
# *Also:* stable test sets
#
# Labelled rows that are held back from every training, so that each new model is judged by the same measure.
#
# *Taught in* [Responding](07_drift/4_responding.ipynb)

# %% [markdown]
# ## Sticky assignment
#
# *Also:* sticky
#
# A user is put into a group by a checksum of who they are, and so meets the same version each time. A coin thrown for each request would let everybody meet both.
#
# *Taught in* [From simulation to servers](06_rollout/5_from_simulation_to_servers.ipynb)

# %% [markdown]
# ## Structured log
#
# *Also:* structured logs, structured logging
#
# Notes of a program with one record for each event and named fields in it, as a line of JSON, so that a question can be answered by a filter.
#
# *Taught in* [The dashboard that stays green](07_drift/5_observability.ipynb)

# %% [markdown]
# ## Successive halving
#
# *Also:* Hyperband
#
# Training many candidates a little, keeping the best part, training those longer, and so on: money goes to those that look good, and slow starters are lost.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)
#
# *Reference:* Jamieson and Talwalkar, *Non-stochastic best arm identification and hyperparameter optimization*, AISTATS, 2016

# %% [markdown]
# ## Tag
#
# *Also:* tags
#
# A short name for what several examples have in common, such as noise of a car. One example may carry several, and new ones come up while one looks.
#
# *Taught in* [Which error first?](03_errors/3_error_analysis.ipynb)

# %% [markdown]
# ## Terminal
#
# *Also:* terminals
#
# A [window](#Window) into which commands are typed as text, one line at a time.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Test set
#
# *Also:* test sets, test data
#
# Data that took no part in training or in any choice, kept to find out once, at the end, how good the model is.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Threshold
#
# *Also:* thresholds
#
# The value at which a number turns into a decision: above it an [alarm](#Alarm) is raised, a loan refused, a release stopped.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)

# %% [markdown]
# ## Throughput
#
# How many requests a system answers in a second. Pressed to its limit, [latency](#Latency) grows without bound.
#
# *Taught in* the chapter *rollout*.

# %% [markdown]
# ## Time series
#
# Values of one quantity in order of time. A [monitoring](#Monitoring) system keeps one for every combination of a [metric](#Metric)'s [labels](#Label), so each new label value costs memory.
#
# *Taught in* [The dashboard that stays green](07_drift/5_observability.ipynb)

# %% [markdown]
# ## Time to first token
#
# *Also:* time to the first token, TTFT
#
# How long a user of a language model looks at an empty answer. It holds the wait in the queue and the reading of the [prompt](#Prompt), and so it is the first number to show that a machine is full.
#
# *Taught in* [Serving at a cost](08_llmops/4_serving_at_a_cost.ipynb)

# %% [markdown]
# ## Token
#
# *Also:* tokens
#
# A piece of text that a language model reads or writes at once: a word, a part of one, or a single byte.
#
# *Taught in* [Adapting a model](08_llmops/2_adapting_a_model.ipynb)
#
# *Reference:* Sennrich, Haddow and Birch, *Neural machine translation of rare words with subword units*, ACL, 2016

# %% [markdown]
# ## TPE
#
# *Also:* tree-structured Parzen estimator
#
# A search that keeps two densities, of where good settings were and of where bad ones were, and tries the place where their ratio is largest.
#
# *Taught in* [Search strategies](04_automl/2_search_strategies.ipynb)
#
# *Reference:* Bergstra, Bardenet, Bengio and Kégl, *Algorithms for hyper-parameter optimization*, NeurIPS, 2011

# %% [markdown]
# ## Trace
#
# *Also:* traces
#
# What a run of a simulation leaves behind: its numbers over time, the events that happened, and a summary.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Training set
#
# *Also:* training sets, training data
#
# The data from which a model learns.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Training–serving skew
#
# A [feature](#Feature) is computed in one way for training and in another for serving, so the model meets inputs it never learned from.
#
# *Taught in* the chapter *platform*.

# %% [markdown]
# ## Validation set
#
# *Also:* validation sets, validation data
#
# Data kept apart from training and used again and again to choose between models; so it flatters the chosen one a little.
#
# *Taught in* the chapter *start*.

# %% [markdown]
# ## Window
#
# *Also:* windows
#
# The latest stretch of a stream that a [detector](#Detector) looks at. A short one is quick and nervous, a long one calm and late.
#
# *Taught in* [What drifts?](07_drift/1_what_drifts.ipynb)

# %% [markdown]
# ## Winner's curse
#
# The best of many noisy scores promises more than it keeps, because whoever comes first was good and lucky. Measured again, the luck is gone.
#
# *Taught in* [Tracking experiments](02_tracking/2_tracking_experiments.ipynb)
#
# *Reference:* Capen, Clapp and Campbell, *Competitive bidding in high-risk situations*, Journal of Petroleum Technology, 1971
