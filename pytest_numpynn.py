"""The pytest plugin of numpynn: a fixture for parity checks of one's own networks.

It is a module of its own, beside the package, because pytest reads it at every start, whatever is tested: nothing of numpynn
or torch is imported before a test asks for the fixture.
"""

import pytest


@pytest.fixture
def twins():
    """Makes the twins of a network: the one in torch, and the same in numpynn, with torch's weights.

    Either of one function that is given the library, or of two networks, as numpynn.parity.twin has it:

        def network(torch):
            return torch.nn.Sequential(torch.nn.Linear(8, 4), torch.nn.Tanh())

        def test_my_network(twins):
            twins(network).run(np.ones((2, 8))).assert_close()

    What the function draws is drawn by torch from seed 0. Skips the test where torch is not installed.
    """
    torch = pytest.importorskip("torch", reason="parity with torch is checked where torch is installed")
    import numpynn
    from numpynn.parity import twin

    def make(theirs, ours=None, names=None):
        if ours is None:
            with torch.random.fork_rng(), numpynn.random.fork_rng():
                torch.manual_seed(0)
                theirs, ours = theirs(torch), theirs(numpynn)
        return twin(theirs, ours, names)

    return make
