using TorchSharp;
_ = GhostNet.Storage.CacheFolder.Path;
Console.WriteLine(torch.ones(2, 2).sum().item<float>());
Console.WriteLine(torch.get_num_threads());
Console.WriteLine(torch.cuda.is_available());
