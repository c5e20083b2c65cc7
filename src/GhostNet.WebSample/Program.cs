using GhostNet.Serving;
using GhostNet.WebSample;

// dotnet run --project src/GhostNet.WebSample -c Release -- --model runs/20261124-081500
var builder = WebApplication.CreateBuilder(args);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, AnswerJson.Default));
builder.Services.AddGhostNet(builder.Configuration["model"] ?? throw new InvalidOperationException("Say which network: --model RUN, a checkpoint or exported weights."));
var app = builder.Build();

// Loaded now: a wrong path should end the program at its start, not at the first request.
Console.WriteLine(app.Services.GetRequiredService<Predictor>());

app.UseDefaultFiles();
app.UseStaticFiles();
app.MapGet("/classes", (Predictor predictor) => predictor.ClassNames.ToArray());
app.MapPost("/predict", async (HttpRequest request, Predictor predictor, CancellationToken cancellationToken) =>
{
    try
    {
        var prediction = await predictor.PredictAsync(request.Body, cancellationToken);
        return Results.Ok(Answer.Of(prediction, predictor.ClassNames));
    }
    catch (InvalidDataException notAPicture)
    {
        return Results.Problem(notAPicture.Message, statusCode: StatusCodes.Status400BadRequest);
    }
    catch (BadHttpRequestException refused)
    {
        // Such as a body that is longer than the server takes.
        return Results.Problem(refused.Message, statusCode: refused.StatusCode);
    }
});
app.Run();
