"""What can be set. The values themselves are in config/agent.yaml; here are types, bounds and meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainSerializer, model_validator

from smallcode.models.profiles import Profile
from smallcode.settings_chat import Budget
from smallcode.settings_parts import Count, Seconds, Section, Share, given

if TYPE_CHECKING:
    ProfileOverrides = dict[str, Any]
else:
    ProfileOverrides = Annotated[
        given(Profile),
        AfterValidator(lambda profile: profile.model_dump(mode="json", exclude_unset=True)),
        PlainSerializer(lambda value: value),
    ]


class ModelSettings(Section):
    """Which model is asked, and where."""

    name: str = Field(min_length=1)
    """Provider and name, such as "embedded:qwen2.5-coder-1.5b", "ollama:qwen3:8b" or "openai:my-model"."""
    base_url: str
    """Address of an OpenAI-compatible server; empty: the provider's own."""
    api_key_env: str
    """Name of the environment variable that holds the key; the key itself is never written to a file."""
    request_seconds: Seconds
    """Longest silence of a server before a request counts as failed; 0: minutes on this machine, less elsewhere."""
    retries: Count
    """How often a request that failed for a passing reason is sent again."""
    parallel: int = Field(ge=1)
    """Conversations that the embedded server holds at once."""
    seed: Count
    """Seed of the sampling; a fresh sample adds its number."""
    probe: bool
    """A model that nothing is known about is asked a few small questions, once."""
    profile: ProfileOverrides
    """Values laid over the model's profile in config/models.yaml."""


class Limits(Section):
    """When a run ends by itself. 0 means no limit, except for money."""

    steps: Count
    """Steps of the graph."""
    seconds: Seconds
    """Wall time."""
    requests: Count
    """Requests to the model."""
    prompt_tokens: Count
    """Prompt tokens of all requests, cached ones included."""
    completion_tokens: Count
    """Tokens that the model wrote."""
    money: float = Field(ge=0)
    """US dollars that may be spent on models with a price; 0: none."""
    repairs: Count
    """Repairs of one attempt before a fresh sample is drawn."""
    samples: Count
    """Samples of one part, the first one included; the checks choose the best."""
    files_together: int = Field(ge=1)
    """Files that one part changes together; a plan with more has a part for each."""
    parts: int = Field(ge=1)
    """Parts that a task may be split into."""
    decompositions: Count
    """How often a part that fails may be split further."""
    escalations: Count
    """How often a bigger model may be asked."""
    native_failures: Count
    """Failed native calls after which a session goes over to calls as text; 0: never."""


class ContextShares(Section):
    """How the model's window is divided. The shares sum to at most 1; the task itself has what is left over."""

    system: Share
    """System text, tools and facts about the project."""
    code: Share
    """Files and symbols that were looked up."""
    history: Share
    """Earlier turns of the conversation."""
    results: Share
    """Results of tools and checks."""
    reply: Share
    """What is kept free for the reply."""

    @model_validator(mode="after")
    def _sum(self) -> ContextShares:
        total = sum((self.system, self.code, self.history, self.results, self.reply))
        if total > 1.0001:
            raise ValueError(f"the shares sum to {total:.2f}; they may sum to 1 at most.")
        return self


class Context(Section):
    """How much the model is shown."""

    tokens: Count
    """Largest window to use; 0: as large as the model's own."""
    project_facts_tokens: Count
    """Tokens of AGENTS.md that go into the prefix."""
    tiny_file_tokens: Count
    """A file up to this size is always edited as a whole."""
    whole_file_tokens: Count
    """A file up to this size is edited as a whole where the task names no symbol of it."""
    symbols_together: int = Field(ge=1)
    """Symbols of one file that are asked for in one reply."""
    files_listed: Count
    """File names that a model which chooses its own steps is shown."""
    compacted_share: Share
    """Share of the prompt's room that a compacted conversation may fill."""
    shares: ContextShares
    """How the window is divided."""


class ValidationSettings(Section):
    """How long checks may take. Which of them run is set under mechanisms and validators."""

    baseline_seconds: Seconds
    """Time for finding out what already fails, before anything is changed."""
    round_seconds: Seconds
    """Time for all checks of one round."""
    test_seconds: Seconds
    """Time for one run of the project's tests."""
    probe_seconds: Seconds
    """Time for differential probing of one function."""
    probe_inputs: Count
    """Generated inputs for one function."""
    trial_seconds: Seconds
    """Time for trying small changes until failing tests pass."""


class Mechanisms(Section):
    """A switch for every mechanism, so that each one's worth can be measured."""

    worked_example: bool
    """One small worked example as past messages."""
    project_facts: bool
    """AGENTS.md of the project, within a budget."""
    explain_first: bool
    """A model that copied the code it had to mend says in one sentence what is wrong before it writes again."""
    symbol_edits: bool
    """The unit of edit is one function or class where the file is long."""
    missing_imports: bool
    """Imports that new code lacks are added, where only one can be meant."""
    constrained_output: bool
    """Closed choices are enforced by the server's grammar or JSON schema."""
    repetition_cut: bool
    """A reply that repeats itself is cut while it streams."""
    contract_check: bool
    """Names and files that the task mentions exist, and public names are kept."""
    lint_rules: bool
    """Compilers, type checkers and linters, high-signal rules only."""
    docstring_examples: bool
    """Examples in docstrings are run."""
    task_examples: bool
    """Examples in the task are run."""
    own_examples: bool
    """A model of the workflow level writes calls of its new code; exceptions and examples of the task are told it."""
    differential_probing: bool
    """Old and new function are compared on generated inputs."""
    affected_tests: bool
    """Existing tests that the change can affect are run."""
    accumulate_accepted: bool
    """Files that passed stay, and only the refused ones are asked for again."""
    vary_retries: bool
    """Each retry changes something (temperature, unit of edit, context)."""
    fresh_sample: bool
    """After the repairs of one attempt, a new conversation starts."""
    drop_tests: bool
    """Of tests that the model wrote for code that stays, those that fail are taken out."""
    small_changes: bool
    """Where tests must come to pass, small changes of one function are tried before the model is asked again."""
    decompose: bool
    """A task that fails is split."""
    escalate: bool
    """A bigger model may be asked, where config/escalation.yaml or the user's copy names one."""
    governor: bool
    """Evidence of earlier runs orders the levers; off: the fixed order."""


class Governor(Section):
    """How past evidence orders the levers."""

    minimum_evidence: Count
    """Outcomes of a kind of failure before evidence replaces the fixed order."""
    prior_weight: float = Field(gt=0)
    """Weight of the fixed order, in outcomes."""
    half_life_days: float = Field(gt=0)
    """Age at which evidence counts half."""
    evidence: str
    """File of evidence to use read-only; empty: the user's own, which grows."""
    explore: Share
    """Share of choices drawn evenly among the levers, to learn what each is worth; 0: none. For studies."""


class Sampling(Section):
    """Temperatures of later tries; the first one has the profile's."""

    repairs: list[float] = Field(min_length=1)
    """Of the first, second, ... repair; the last one goes on."""
    samples: list[float] = Field(min_length=1)
    """Of the first, second, ... fresh sample; the last one goes on."""

    def repair_temperature(self, index: int) -> float:
        """Temperature of the repair number ``index`` (from 0)."""
        return self.repairs[min(index, len(self.repairs) - 1)]

    def sample_temperature(self, index: int) -> float:
        """Temperature of the fresh sample number ``index`` (from 0)."""
        return self.samples[min(index, len(self.samples) - 1)]


class Chosen(Section):
    """Which of a family are on."""

    only: list[str]
    """Names that are on; empty: those that their own file in config/ switches on."""
    without: list[str]
    """Names that are off in any case. Every layer can add some."""


class ChosenTools(Chosen):
    """Which tools are on, and how much one result holds."""

    limits: dict[str, dict[str, Annotated[int, Field(ge=1)]]]
    """Limits by tool over those of config/tools.yaml, such as `read: {lines: 200}`."""


class Commands(Section):
    """What may be run. The rules of all layers add up; deny wins over ask, ask over allow."""

    allow: list[str]
    """Commands (shell patterns) that run without a question."""
    ask: list[str]
    """Commands that the user is asked about; without a terminal they are denied."""
    deny: list[str]
    """Commands that never run."""
    seconds: Seconds
    """Time limit of one command."""
    output_characters: int = Field(ge=200)
    """Output of one command that is kept for the model; the rest is in a file of the session."""
    network: bool
    """Commands may use the network."""
    sandbox: Literal["auto", "never", "required"]
    """auto: where the system has one; required: a command is refused where it has none."""


class Interface(Section):
    """What is shown."""

    colour: Literal["auto", "always", "never"]
    """auto: where the output is a terminal and NO_COLOR is not set."""
    tokens: bool
    """Show the reply while it streams."""
    spinner: bool
    """Show what is being waited for, with rate and budget."""
    theme: str
    """Colours of conversations: auto (by the terminal's background), dark, light, minimal, or a theme of one's own."""


class Settings(Section):
    """Everything that can be set."""

    model: ModelSettings
    """Which model is asked, and where."""
    limits: Limits
    """When a run ends by itself."""
    context: Context
    """How much the model is shown."""
    validation: ValidationSettings
    """How long checks may take."""
    validators: Chosen
    """Which checks of config/validators.yaml are on."""
    tools: ChosenTools
    """Which tools of config/tools.yaml are offered."""
    commands: Commands
    """What may be run."""
    mechanisms: Mechanisms
    """A switch for every mechanism."""
    sampling: Sampling
    """Temperatures of later tries."""
    governor: Governor
    """How past evidence orders the levers."""
    budget: Budget
    """How much conversations may use."""
    ui: Interface
    """What is shown."""

    def dump(self) -> dict[str, Any]:
        """Plain JSON data; ``Settings.model_validate`` takes it back."""
        return self.model_dump(mode="json")
