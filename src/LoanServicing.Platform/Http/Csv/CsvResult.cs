using System.Text;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Http.Csv;

/// <summary>Writes rows as they come, in UTF-8 with the mark by which Excel knows it; without that mark it shows Persian as gibberish.</summary>
/// <param name="name">Of the file, without its ending.</param>
internal sealed class CsvResult<T>(IAsyncEnumerable<T> rows, string name) : IResult
    where T : notnull
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = AcceptedTypes.Csv + "; charset=utf-8; header=present";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
        await using var writer = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await CsvWriting.WriteAsync(writer, rows, httpContext.RequestAborted);
    }
}

/// <summary>Records as CSV (RFC 4180), whoever it is for.</summary>
public static class CsvWriting
{
    /// <summary>Writes a header row of the JSON names of <typeparamref name="T"/> and the records as they come; keeps one of them at a time.</summary>
    public static async Task WriteAsync<T>(TextWriter writer, IAsyncEnumerable<T> rows, CancellationToken cancel)
        where T : notnull
    {
        var columns = CsvColumns.Of<T>();
        await writer.WriteAsync((columns.Header + CsvText.EndOfRow).AsMemory(), cancel);
        await foreach (var row in rows.WithCancellation(cancel))
        {
            foreach (var line in columns.RowsOf(row))
            {
                await writer.WriteAsync((line + CsvText.EndOfRow).AsMemory(), cancel);
            }
        }
    }
}
