using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>The networks of this library, one entry each.</summary>
internal static class KnownNetworks
{
    /// <summary>timm's preprocessing of the GhostNets for ImageNet: its <c>default_cfgs</c> in timm/models/ghostnet.py.</summary>
    private static readonly NetworkDescription s_imageNet = new()
    {
        Dataset = "ImageNet",
        Mean = [0.485f, 0.456f, 0.406f],
        Std = [0.229f, 0.224f, 0.225f],
        Height = 224,
        Width = 224,
        CropFraction = 0.875,
        Interpolation = "Bicubic",
    };

    private static readonly KnownWeights s_authors = new(
        "ImageNet, 73.98 % top-1, by the authors of GhostNet",
        [
            new("https://github.com/huawei-noah/Efficient-AI-Backbones/raw/master/ghostnet_pytorch/models/state_dict_73.98.pth"),
            new("https://raw.githubusercontent.com/huawei-noah/Efficient-AI-Backbones/master/ghostnet_pytorch/models/state_dict_73.98.pth"),
        ],
        sha256: "965143b0")
    { Description = s_imageNet };

    /// <summary>
    /// <c>ghostnet train --dataset cifar10 --width 0.5 --epochs 40 --schedule one-cycle --ema 0.999 --cutout 8 --progressive 12 --validation 0 --threads 1</c>,
    /// whose log ends with a test accuracy of 83.07 %; then <c>ghostnet export --half</c>, with which <c>evaluate</c> measures 83.05 %.
    /// </summary>
    private static readonly KnownWeights s_shipped = KnownWeights.Shipped("CIFAR-10, 83.05 % top-1, by this project; part of the library", "ghostnet_cifar_050.safetensors");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        First("ghostnet_050", "GhostNet 0.5x (CVPR 2020) for ImageNet", 224, GhostNetConfig.ImageNet(0.5)),
        First("ghostnet_100", "GhostNet 1.0x (CVPR 2020) for ImageNet", 224, GhostNetConfig.ImageNet(1.0), s_authors),
        First("ghostnet_130", "GhostNet 1.3x (CVPR 2020) for ImageNet", 224, GhostNetConfig.ImageNet(1.3)),
        First("ghostnet_cifar", "GhostNet 1.0x for images of 32x32 pixels: the first convolution keeps their size", 32, GhostNetConfig.Cifar()),
        First("ghostnet_cifar_050", "ghostnet_cifar at half the width", 32, GhostNetConfig.Cifar(0.5), s_shipped),
        First("ghostnet_tutorial", "The tutorial's GhostNet, with its defects", 32, GhostNetConfig.Tutorial),
        Second("ghostnetv2_100", "GhostNetV2 1.0x (NeurIPS 2022) for ImageNet: long-range attention", 224, GhostNetConfig.ImageNet(1.0), Timm("ghostnetv2_100", "GhostNetV2")),
        Second("ghostnetv2_130", "GhostNetV2 1.3x (NeurIPS 2022) for ImageNet: long-range attention", 224, GhostNetConfig.ImageNet(1.3), Timm("ghostnetv2_130", "GhostNetV2")),
        Second("ghostnetv2_160", "GhostNetV2 1.6x (NeurIPS 2022) for ImageNet: long-range attention", 224, GhostNetConfig.ImageNet(1.6), Timm("ghostnetv2_160", "GhostNetV2")),
        Third("ghostnetv3_050", "GhostNetV3 0.5x (2024) for ImageNet: convolutions that are merged after training", 224, GhostNetConfig.ImageNet(0.5)),
        Third("ghostnetv3_100", "GhostNetV3 1.0x (2024) for ImageNet: convolutions that are merged after training", 224, GhostNetConfig.ImageNet(1.0), Timm("ghostnetv3_100", "GhostNetV3")),
        Third("ghostnetv3_130", "GhostNetV3 1.3x (2024) for ImageNet: convolutions that are merged after training", 224, GhostNetConfig.ImageNet(1.3)),
        Third("ghostnetv3_160", "GhostNetV3 1.6x (2024) for ImageNet: convolutions that are merged after training", 224, GhostNetConfig.ImageNet(1.6)),
        Vgg16.Entry,
        GhostVgg16.Entry,
        ResNet56.Entry,
        GhostResNet56.Entry,
        MobileNetV3.Entry,
    ];

    /// <summary>The entry of a name, or null.</summary>
    public static ModelEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);

    private static ModelEntry First(string name, string description, int size, GhostNetConfig config, params KnownWeights[] weights) =>
        GhostNetSpec.Entry(name, description, size, config, nameof(GhostNetV1), static (options, spec) => new GhostNetV1(options, spec), weights);

    private static ModelEntry Second(string name, string description, int size, GhostNetConfig config, params KnownWeights[] weights) =>
        GhostNetSpec.Entry(name, description, size, config, nameof(GhostNetV2), static (options, spec) => new GhostNetV2(options, spec), weights);

    private static ModelEntry Third(string name, string description, int size, GhostNetConfig config, params KnownWeights[] weights) =>
        GhostNetSpec.Entry(name, description, size, config, nameof(GhostNetV3), static (options, spec) => new GhostNetV3(options, spec), weights);

    /// <summary>timm's copy of the weights that the authors published: its addresses, and no checksum, because timm names none.</summary>
    /// <param name="name">What timm calls the network.</param>
    /// <param name="version">Whose authors trained it.</param>
    private static KnownWeights Timm(string name, string version) => new(
        $"ImageNet, by the authors of {version}; timm's copy",
        [new($"https://huggingface.co/timm/{name}.in1k/resolve/main/model.safetensors")],
        sha256: "")
    { Description = s_imageNet, FileName = $"{name}.in1k.safetensors" };
}
