using LoanServicing.Domain;
using LoanServicing.Platform.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Platform.Http;

/// <summary>Every error leaves as problem details with a code; what went wrong inside goes to the log, under the same trace id.</summary>
internal static class ErrorHandling
{
    public static void UseProblemDetails(this IApplicationBuilder app)
    {
        app.Use(HandleAsync);
        app.UseStatusCodePages(context => ApiResults.WriteAsync(context.HttpContext, OfStatus(context.HttpContext.Response.StatusCode)));
    }

    private static async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception cause) when (!http.Response.HasStarted)
        {
            var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("LoanServicing.Http");
            http.Response.Clear();
            await ApiResults.WriteAsync(http, OfException(cause, http, log));
        }
    }

    private static ApiProblem OfException(Exception cause, HttpContext http, ILogger log)
    {
        switch (cause)
        {
            case BadHttpRequestException bad:
                return OfStatus(bad.StatusCode);
            case DatabaseUnavailableException:
                log.LogError(cause, "{Method} {Path} could not be written (trace {TraceId})", http.Request.Method, http.Request.Path, http.TraceIdentifier);
                return Unavailable;
            default:
                log.LogError(cause, "{Method} {Path} failed (trace {TraceId})", http.Request.Method, http.Request.Path, http.TraceIdentifier);
                return OfStatus(StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>503: nothing was written; the same request may be sent again with the same key.</summary>
    private static ApiProblem Unavailable { get; } = new(503, "service.unavailable", new Bilingual(
        "This cannot be stored just now; nothing was changed. Repeat it with the same idempotency key.",
        "اکنون ثبت ممکن نیست و چیزی تغییر نکرد. با همان کلید دوباره بفرستید."))
    {
        RetryAfterSeconds = 5,
    };

    private static ApiProblem OfStatus(int status) => status switch
    {
        401 => ApiProblem.Unauthenticated,
        403 => ApiProblem.Forbidden,
        404 => new(404, "not-found", new Bilingual("There is nothing at this address.", "در این نشانی چیزی نیست.")),
        405 => new(405, "method.not-allowed", new Bilingual("This address does not take that method.", "این نشانی چنین روشی را نمی‌پذیرد.")),
        413 => new(413, "body.too-large", new Bilingual("The body is too large.", "بدنهٔ درخواست بیش از اندازه بزرگ است.")),
        415 => new(415, "media-type.unsupported", new Bilingual("This address does not take a body of that Content-Type; /openapi/v1.json says which it takes, application/json for all but files.", "این نشانی این Content-Type را نمی‌پذیرد؛ نوع پذیرفته در /openapi/v1.json آمده است و جز برای فایل‌ها application/json است.")),
        >= 500 => new(status, "internal", new Bilingual(
            "Something failed here; nothing of this request was stored. Give the trace id to the operator.",
            "خطای داخلی رخ داد و چیزی ثبت نشد. شناسهٔ پیگیری را به پشتیبان بدهید.")),
        _ => new(status, "request.malformed", new Bilingual("The request cannot be read.", "درخواست خوانا نیست.")),
    };
}
