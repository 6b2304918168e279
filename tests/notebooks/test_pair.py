"""Do text and .ipynb stay in step, whichever of them an author edits?"""

import json
from pathlib import Path

import nbformat
import pytest

from tools import pair

TEXT = """\
# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: tags,-all
#     notebook_metadata_filter: jupytext,kernelspec,mlops,-all
#   kernelspec: {display_name: Python 3 (ipykernel), language: python, name: python3}
#   mlops: {topics: [K01, K02], minutes: 5, level: core}
# ---

# %% [markdown]
# # Drift
#
# Überraschend: σ moves.

# %% tags=["exercise"]
x = 1
print(x)

# %% [markdown]
# ## And again

# %%
x = 1
print(x)
"""


@pytest.fixture
def paired(tmp_path):
    """One pair in step, in a folder of this test."""
    text, notebook = tmp_path / "1_drift.py", tmp_path / "1_drift.ipynb"
    text.write_text(TEXT, encoding="utf-8", newline="\n")
    pair.settle(text, notebook)
    return text, notebook


def edit(notebook, change):
    """Edit an .ipynb as an editor does: it keeps ids, adds outputs, and names its language at length."""
    content = nbformat.read(notebook, as_version=4)
    change(content)
    content.metadata.language_info = {"name": "python", "version": "3.11.7"}
    nbformat.write(content, notebook)


def ids(text):
    return [cell.id for cell in pair.notebook_of(text).cells]


def test_the_notebook_holds_the_text_s_cells_and_no_more_metadata_than_it_needs(paired):
    notebook = nbformat.read(paired[1], as_version=4)
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code", "markdown", "code"]
    assert notebook.cells[0].source == "# Drift\n\nÜberraschend: σ moves."
    assert notebook.cells[1].metadata == {"tags": ["exercise"]}
    assert set(notebook.metadata) == {"kernelspec", "language_info", "mlops"}
    assert notebook.metadata.kernelspec.display_name == "Python 3 (ipykernel)"
    assert notebook.metadata.mlops.topics == ["K01", "K02"]
    nbformat.validate(notebook)


def test_ids_are_the_same_every_time_and_differ_between_equal_cells():
    assert ids(TEXT) == ids(TEXT)
    assert len(set(ids(TEXT))) == 4


def test_ids_stay_when_another_cell_is_inserted_or_edited():
    inserted = TEXT.replace("# %% [markdown]\n# ## And again", "# %%\nnew = 2\n\n# %% [markdown]\n# ## And again")
    edited = TEXT.replace("# ## And again", "# ## And once more")
    assert [each for each in ids(inserted) if each in ids(TEXT)] == ids(TEXT)
    assert [new == old for new, old in zip(ids(edited), ids(TEXT), strict=True)] == [True, True, False, True]


def test_a_second_run_writes_nothing_and_every_byte_stays(paired):
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in paired]
    assert pair.settle(*paired) == []
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in paired] == before
    assert before[0][0].decode() == TEXT


def test_files_end_with_one_newline_and_hold_no_carriage_return(paired):
    text, notebook = paired
    text.write_bytes(TEXT.replace("x = 1", "x = 2").replace("\n", "\r\n").encode())
    assert pair.settle(text, notebook) == [text, notebook]
    for path in paired:
        assert b"\r" not in path.read_bytes()
        assert path.read_bytes().endswith(b"\n")
        assert not path.read_bytes().endswith(b"\n\n")


def test_an_edited_text_goes_into_the_notebook(paired):
    text, notebook = paired
    text.write_text(TEXT.replace("x = 1", "x = 2"), encoding="utf-8")
    assert pair.settle(text, notebook) == [notebook]
    assert "x = 2" in notebook.read_text(encoding="utf-8")
    assert pair.settle(text, notebook) == []


def test_an_edited_notebook_flows_back_into_the_text_under_its_own_header(paired):
    text, notebook = paired

    def change(content):
        content.cells[2].source = "## And once more\n\nMoved by σ."
        content.cells.append(nbformat.v4.new_code_cell("%time y = x"))
        del content.cells[3]

    edit(notebook, change)
    assert pair.settle(text, notebook) == [text, notebook]
    back = text.read_text(encoding="utf-8")
    assert back.startswith(TEXT[: TEXT.index("# %% [markdown]")])
    assert "# ## And once more\n#\n# Moved by σ." in back
    assert back.endswith("# %%\n# %time y = x\n")
    assert pair.settle(text, notebook) == []


def test_edited_metadata_of_a_notebook_flows_back_too(paired):
    text, notebook = paired
    edit(notebook, lambda content: content.metadata.mlops.update(minutes=45))
    pair.settle(text, notebook)
    assert "#     minutes: 45" in text.read_text(encoding="utf-8")
    assert pair.settle(text, notebook) == []


def test_editing_one_side_after_the_other_works_without_a_commit_between(paired):
    text, notebook = paired
    text.write_text(TEXT.replace("x = 1", "x = 2"), encoding="utf-8")
    pair.settle(text, notebook)
    edit(notebook, lambda content: content.cells[0].update(source="# Drift, later"))
    pair.settle(text, notebook)
    assert "x = 2" in text.read_text(encoding="utf-8")
    assert "# # Drift, later" in text.read_text(encoding="utf-8")


def test_a_notebook_that_was_only_run_loses_its_outputs_and_leaves_the_text_alone(paired):
    text, notebook = paired
    clean = notebook.read_bytes()

    def run(content):
        content.cells[1].execution_count = 7
        content.cells[1].outputs = [nbformat.v4.new_output("stream", text="1\n")]
        content.metadata.jupytext = {"formats": "ipynb,py:percent"}

    edit(notebook, run)
    assert pair.settle(text, notebook) == [notebook]
    assert notebook.read_bytes() == clean
    assert text.read_text(encoding="utf-8") == TEXT


def test_when_both_sides_were_edited_it_refuses_and_names_both_and_the_way_out(paired):
    text, notebook = paired
    text.write_text(TEXT.replace("x = 1", "x = 2"), encoding="utf-8")
    edit(notebook, lambda content: content.cells[0].update(source="# Other"))
    before = [path.read_bytes() for path in paired]
    with pytest.raises(pair.PairError, match=r"1_drift\.py and .*1_drift\.ipynb were both edited.*delete 1_drift"):
        pair.settle(text, notebook)
    assert [path.read_bytes() for path in paired] == before


def test_a_stranger_s_notebook_never_overwrites_a_text(paired):
    text, notebook = paired
    edit(notebook, lambda content: (content.metadata.pop("mlops"), content.cells.pop()))
    with pytest.raises(pair.PairError):
        pair.settle(text, notebook)


def test_a_new_notebook_without_a_text_gets_one(tmp_path):
    text, notebook = tmp_path / "new.py", tmp_path / "new.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")]), notebook)
    assert pair.settle(text, notebook) == [text, notebook]
    assert text.read_text(encoding="utf-8").endswith("# ---\n\n# %%\nx = 1\n")
    assert pair.settle(text, notebook) == []


def test_a_file_that_is_no_notebook_is_named_with_the_way_out(paired):
    text, notebook = paired
    notebook.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(pair.PairError, match=r"1_drift\.ipynb is no notebook .* delete it"):
        pair.settle(text, notebook)


@pytest.mark.parametrize("side", [0, 1])
def test_check_finds_a_difference_on_either_side_and_changes_nothing(paired, capsys, side):
    folder, before = paired[0].parent, None
    assert pair.main([str(folder), "--check"]) == 0
    paired[side].write_text(paired[side].read_text(encoding="utf-8").replace("again", "over"), encoding="utf-8")
    before = [path.read_bytes() for path in paired]
    assert pair.main([str(folder), "--check"]) == 1
    assert f"{paired[1]}: out of step" in capsys.readouterr().out
    assert [path.read_bytes() for path in paired] == before


def test_check_finds_a_missing_notebook_and_outputs_left_in_one(paired, capsys):
    _, notebook = paired
    edit(notebook, lambda content: content.cells[1].update(execution_count=1))
    assert pair.main([str(notebook.parent), "--check"]) == 1
    notebook.unlink()
    assert pair.main([str(notebook.parent), "--check"]) == 1
    assert capsys.readouterr().out.count("1_drift.ipynb: out of step") == 2
    assert pair.main([str(notebook.parent)]) == 0
    assert pair.main([str(notebook.parent), "--check"]) == 0


def test_one_pair_that_cannot_be_settled_does_not_hold_up_the_others(paired, capsys):
    _, notebook = paired
    notebook.write_text("not JSON", encoding="utf-8")
    (notebook.parent / "2_more.py").write_text("# %%\nx = 1\n", encoding="utf-8")
    assert pair.main([str(notebook.parent)]) == 1
    assert "1_drift.ipynb is no notebook" in capsys.readouterr().err
    assert (notebook.parent / "2_more.ipynb").exists()


def test_every_text_of_the_course_has_its_notebook_and_both_say_the_same():
    pairs = pair.pairs(pair.NOTEBOOKS)
    assert pairs
    assert [path for each in pairs for path in pair.settle(*each, check=True)] == []


def test_shipped_notebooks_hold_no_outputs_and_no_pairing_of_their_own():
    for _, path in pair.pairs(pair.NOTEBOOKS):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        assert set(notebook["metadata"]) <= {"kernelspec", "language_info", "mlops"}, path
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code), path


def test_checkpoints_and_caches_are_no_notebooks(tmp_path):
    for folder in (".ipynb_checkpoints", "__pycache__"):
        Path(tmp_path, folder).mkdir()
        Path(tmp_path, folder, "1_drift.py").write_text("x = 1\n", encoding="utf-8")
    assert pair.pairs(tmp_path) == []


def test_what_a_notebook_has_committed_elsewhere_is_no_notebook_of_ours(tmp_path):
    for folder in (".git", "05_pipelines", "05_pipelines/flights", "05_pipelines/flights/.git"):
        Path(tmp_path, folder).mkdir()
    for name in ("05_pipelines/1_checks.py", "05_pipelines/flights/model.py"):
        Path(tmp_path, name).write_text("x = 1\n", encoding="utf-8")
    assert [text.name for text, _ in pair.pairs(tmp_path)] == ["1_checks.py"]
