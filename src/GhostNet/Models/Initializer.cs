using GhostNet.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>Fills the weights of a model.</summary>
internal static class Initializer
{
    /// <summary>Fills every convolution and every linear layer: kernels by the flavor's rule, linear layers with standard deviation 0.01, biases with 0.</summary>
    public static void Initialize(nn.Module model, GhostNetFlavor flavor = GhostNetFlavor.Paper)
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
            nn.init.normal_(weight, 0, Math.Sqrt(2.0 / (flavor == GhostNetFlavor.Paper ? fanOut / groups : fanOut)));
            if (bias is not null)
            {
                nn.init.zeros_(bias);
            }
        }
    }
}
