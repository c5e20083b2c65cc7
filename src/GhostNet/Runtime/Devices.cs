using TorchSharp;

namespace GhostNet.Runtime;

/// <summary>Where a network can be computed: the CPU, or a GPU if there is one.</summary>
public static class Devices
{
    private const string CudaLibrary = "libtorch_cuda.so";

    /// <summary>CUDA if there is a usable GPU, else Apple's GPU, else the CPU.</summary>
    public static torch.Device Best() =>
        CudaCount > 0 ? new torch.Device(DeviceType.CUDA, 0) : HasMps ? new torch.Device(DeviceType.MPS) : torch.CPU;

    /// <summary>How many GPUs CUDA can use; 0 where libtorch for CUDA is not installed.</summary>
    public static int CudaCount => HasCudaLibrary && torch.cuda.is_available() ? torch.cuda.device_count() : 0;

    private static bool HasMps => OperatingSystem.IsMacOS() && torch.mps_is_available();

    /// <summary>
    /// On Linux the file is looked for first: TorchSharp, asked about CUDA where it is missing, searches the whole
    /// package cache and may copy hundreds of megabytes.
    /// </summary>
    private static bool HasCudaLibrary => !OperatingSystem.IsLinux() || Libtorch.Files?.Has(CudaLibrary) == true;

    /// <summary>Reads the name of a device and makes sure that it is there.</summary>
    /// <param name="name"><c>auto</c> for <see cref="Best"/>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c> or <c>mps</c>.</param>
    /// <exception cref="FormatException">There is no such name.</exception>
    /// <exception cref="NotSupportedException">The device is not there; the message says what to install.</exception>
    public static torch.Device Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var (kind, index) = name.Trim().ToLowerInvariant().Split(':', 2) switch
        {
            [var only] => (only, 0),
            [var type, var number] when type == "cuda" && ushort.TryParse(number, out var parsed) => (type, parsed),
            _ => ("", 0),
        };
        return kind switch
        {
            "auto" => Best(),
            "cpu" => torch.CPU,
            "cuda" => Cuda(index),
            "mps" when HasMps => new torch.Device(DeviceType.MPS),
            "mps" => throw new NotSupportedException("mps is Apple's GPU, which this machine does not have. Use auto or cpu."),
            _ => throw new FormatException($"'{name}' is no device. Use auto, cpu, cuda, cuda:0 (or another number) or mps."),
        };
    }

    /// <summary>What the device is, in words, such as <c>CPU, 8 threads</c> or <c>CUDA GPU 0 of 2</c>.</summary>
    /// <param name="device">The device.</param>
    public static string Describe(torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.type switch
        {
            DeviceType.CPU => torch.get_num_threads() is 1 ? "CPU, 1 thread" : $"CPU, {torch.get_num_threads()} threads",
            DeviceType.CUDA => $"CUDA GPU {Math.Max(0, device.index)} of {CudaCount}",
            DeviceType.MPS => "Apple GPU (MPS)",
            _ => device.ToString(),
        };
    }

    private static torch.Device Cuda(int index)
    {
        if (!HasCudaLibrary)
        {
            throw new NotSupportedException(
                "cuda needs libtorch for CUDA, which is not installed. Replace the package TorchSharp-cpu (or libtorch-cpu-*) by " +
                $"{(OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux")} 0.107.0, or use auto or cpu.");
        }

        var count = CudaCount;
        return index < count
            ? new torch.Device(DeviceType.CUDA, index)
            : throw new NotSupportedException(count == 0
                ? "libtorch finds no NVIDIA GPU that it can use. Check that nvidia-smi lists one and that libtorch for CUDA is installed " +
                    "(package TorchSharp-cuda-linux or TorchSharp-cuda-windows), or use auto or cpu."
                : $"There is no cuda:{index}: the GPUs here are {(count == 1 ? "cuda:0" : $"cuda:0 to cuda:{count - 1}")}.");
    }
}
