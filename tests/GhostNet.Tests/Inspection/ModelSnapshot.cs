using GhostNet.Layers;
using static TorchSharp.torch;


namespace GhostNet.Tests.Inspection;

/// <summary>A model in training with one layer that is not, as it was before somebody looked into it, and torch's random state.</summary>
internal sealed class ModelSnapshot
{
    private readonly nn.Module _model;
    private readonly nn.Module _frozen;
    private readonly Dictionary<string, Tensor> _state;
    private readonly Tensor _random;

    /// <summary>Sets the modes of the model and keeps what there is. The tensors belong to the dispose scope.</summary>
    /// <param name="model">The model; the caller keeps it.</param>
    public ModelSnapshot(nn.Module model)
    {
        _model = model;
        model.train();
        _frozen = model.modules().OfType<BatchNormAct>().First();
        _frozen.eval();
        _state = model.state_dict().ToDictionary(state => state.Key, state => state.Value.clone());
        _random = get_rng_state();
    }

    /// <summary>Nothing has changed: modes, weights, running statistics, gradients, random state.</summary>
    public void AssertUnchanged()
    {
        Assert.All(_model.modules().Prepend(_model), module => Assert.Equal(module != _frozen, module.training));
        Assert.All(_model.state_dict(), state => Assert.True(_state[state.Key].equal(state.Value).all().item<bool>(), state.Key));
        Assert.All(_model.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.True(_random.equal(get_rng_state()).all().item<bool>());
    }
}
