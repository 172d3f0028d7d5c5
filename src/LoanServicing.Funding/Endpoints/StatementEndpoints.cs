using System.Globalization;
using LoanServicing.Domain;
using LoanServicing.Funding.Reconciliation;
using LoanServicing.Funding.StatementFiles;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Funding.Endpoints;

/// <summary><c>POST /funding/statements</c>, the bank's file as it is, and <c>GET /funding/statements/{id}</c>, how far it is.</summary>
internal static class StatementEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/funding/statements", (HttpContext http, CancellationToken cancel) => TakeInAsync(http, cancel))
            .Allow(Roles.Finance)
            .WithName("SendStatement")
            .WithSummary("Takes in a statement of the bank, camt.053 or CSV, as the body; the same file again changes nothing and says so")
            .Accepts<string>("application/xml", "text/xml", "text/csv", "application/octet-stream")
            .Produces<StatementFileView>(StatusCodes.Status201Created).Produces<StatementFileView>().Refuses(400, 409, 413);
        api.MapGet("/funding/statements/{id}", (HttpContext http, string id, CancellationToken cancel) => ReadAsync(http, id, cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadStatement")
            .WithSummary("How far a statement file is: lines read, matched, in progress, and breaks by kind")
            .Produces<StatementFileView>().Refuses(404);
    }

    private static async Task<IResult> TakeInAsync(HttpContext http, CancellationToken cancel)
    {
        var services = http.RequestServices;
        var settings = services.GetRequiredService<StatementSettings>();
        try
        {
            return await TakeInAsync(http, settings, services.GetRequiredService<PoolAccount>().Iban.Value, cancel);
        }
        catch (StatementRefusedException refused)
        {
            var status = refused.Code switch
            {
                "statement.too-large" => StatusCodes.Status413PayloadTooLarge,
                StatementImport.BeingReadCode => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status400BadRequest,
            };
            return ApiResults.Problem(new ApiProblem(status, refused.Code, refused.Text));
        }
        catch (IOException cause) when (cause is not BadHttpRequestException && !cancel.IsCancellationRequested)
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(StatementEndpoints)).LogWarning("A statement could not be kept while it was read: {Cause}", cause.Message);
            return ApiResults.Problem(NoRoom);
        }
    }

    private static async Task<IResult> TakeInAsync(HttpContext http, StatementSettings settings, string account, CancellationToken cancel)
    {
        if (http.Request.ContentLength > settings.LargestFile)
        {
            throw ArrivingFile.TooLarge(settings.LargestFile);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null; // the one of the settings is kept to here
        }

        var folder = Path.Combine(http.RequestServices.GetRequiredService<PlatformOptions>().DataFolder, "arriving");
        var (file, hash) = await ArrivingFile.TakeInAsync(http.Request.Body, folder, settings.LargestFile, cancel);
        await using var closed = file;
        var format = await StatementFormat.OfAsync(file.FromStart(), cancel);
        var database = http.Database(FundingService.Name);
        var arrived = new ArrivedStatement(hash, file.Length, format, reading => StatementReader.ReadAsync(file.FromStart(), settings, reading));
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var (fileId, wasKnown) = await StatementImport.RunAsync(database, arrived, Caller.Of(http), account, cancel, stopping);
        var view = await database.ReadAsync(connection => StatementViews.ReadAsync(connection, fileId, wasKnown), cancel);
        http.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/api/v1/funding/statements/{fileId:D}");
        return ApiResults.Ok(view!, wasKnown ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReadAsync(HttpContext http, string id, CancellationToken cancel)
    {
        var view = Guid.TryParse(id, out var fileId)
            ? await http.Database(FundingService.Name).ReadAsync(connection => StatementViews.ReadAsync(connection, fileId), cancel)
            : null;
        return view is null ? ApiResults.Problem(ApiProblem.NotFound("statement", "صورتحساب")) : ApiResults.Ok(view);
    }

    private static ApiProblem NoRoom { get; } = new(StatusCodes.Status503ServiceUnavailable, "statement.no-room", new Bilingual(
        "The file could not be kept while it is read. See that the disk of Data:Folder has room, and send the same file again: if some of its lines are stored already, it goes on where it ended.",
        "فایل هنگام خواندن نگه داشته نشد. فضای دیسک Data:Folder را بررسی کنید و همان فایل را دوباره بفرستید؛ اگر بخشی از سطرهای آن ذخیره شده باشد، از همان جا ادامه می‌یابد."))
    {
        RetryAfterSeconds = 60,
    };
}
