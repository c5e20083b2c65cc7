using GhostNet.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>How the weights of a model start.</summary>
public enum WeightInitialization
{
    /// <summary>
    /// Convolutions normal with variance <c>2 / fan-out</c>, where the fan-out of a depthwise kernel counts its own
    /// channel only; the classifier normal with standard deviation 0.01; biases zero.
    /// Source: He et al., ICCV 2015 (arXiv 1502.01852).
    /// </summary>
    FanOut,

    /// <summary>
    /// The tutorial: as <see cref="FanOut"/>, but <c>k·k·outChannels</c> is taken as the fan-out of depthwise kernels
    /// too, so that these start far too small.
    /// </summary>
    Tutorial,
}

/// <summary>Fills the weights of a model.</summary>
internal static class Initializer
{
    /// <summary>Fills every convolution, batch normalisation and linear layer below <paramref name="model"/>.</summary>
    public static void Initialize(nn.Module model, WeightInitialization style)
    {
        using var _ = no_grad();
        foreach (var module in model.modules())
        {
            switch (module)
            {
                case Conv conv:
                    Fill(conv.Weight, conv.Bias, conv.Groups);
                    break;
                case Conv2d conv:
                    Fill(conv.weight, conv.bias, conv.groups);
                    break;
                case Linear linear:
                    nn.init.normal_(linear.weight, 0, 0.01);
                    nn.init.zeros_(linear.bias);
                    break;
            }
        }

        void Fill(Tensor weight, Tensor? bias, long groups)
        {
            var fanOut = weight.numel() / weight.size(1);
            nn.init.normal_(weight, 0, Math.Sqrt(2.0 / (style == WeightInitialization.FanOut ? fanOut / groups : fanOut)));
            if (bias is not null)
            {
                nn.init.zeros_(bias);
            }
        }
    }
}
