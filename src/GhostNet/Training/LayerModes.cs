using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Puts a model into training mode, except for the layers that the user has put into evaluation mode: those are frozen.</summary>
internal sealed class LayerModes(nn.Module model)
{
    private (nn.Module Layer, bool Trains)[] _modes = [];

    /// <summary>
    /// Puts the model into training mode. If it already is, each layer keeps its mode; if the whole model was in evaluation mode, as after a
    /// test, each layer gets back the mode that it had in training.
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
