using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Puts a model into training, but for the layers that its user has put into evaluation mode: those are frozen.</summary>
internal sealed class LayerModes(nn.Module model)
{
    private (nn.Module Layer, bool Trains)[] _modes = [];

    /// <summary>
    /// Puts the model into training. If it is there already, each layer keeps its mode; if it has been in evaluation mode as a whole, as
    /// after a test, each layer gets the mode back that it had in training.
    /// </summary>
    public void Train()
    {
        if (!model.training)
        {
            model.train();

            // A parent sets the mode of its children, so parents go first.
            Array.ForEach(_modes, mode => mode.Layer.train(mode.Trains));
        }
    }

    /// <summary>Notes the modes of a model in training, also those that a callback has set.</summary>
    public void Keep() => _modes = model.training ? [.. model.modules().Prepend(model).Select(layer => (layer, layer.training))] : _modes;
}
