using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tensors;

/// <summary>The values of any tensor as a dense, real one: complex numbers by their magnitude, sparse and quantised ones unpacked.</summary>
internal static class DenseTensor
{
    /// <summary>Values that are unpacked at most: 64 MB as float32.</summary>
    private const long MostUnpacked = 1 << 24;

    /// <summary>
    /// A tensor whose values can be read, or null when there is none: on the meta device, or too large to be unpacked. It belongs to
    /// the current dispose scope and may share the memory of <paramref name="tensor"/>.
    /// </summary>
    /// <param name="tensor">Any tensor that is not disposed.</param>
    public static Tensor? From(Tensor tensor)
    {
        if (tensor.device_type == DeviceType.META)
        {
            return null;
        }

        if (tensor.is_sparse)
        {
            return tensor.numel() <= MostUnpacked ? Real(tensor.detach().to_dense()) : null;
        }

        return Real(tensor.detach());
    }

    private static Tensor? Real(Tensor tensor)
    {
        if (!tensor.is_complex())
        {
            return tensor;
        }

        return tensor.numel() <= MostUnpacked ? tensor.abs() : null;
    }
}
