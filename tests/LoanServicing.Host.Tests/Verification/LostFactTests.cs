using System.Text.Json;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using Microsoft.Data.Sqlite;

namespace LoanServicing.Host.Tests.Verification;

/// <summary>An application for which nobody will ever do anything more is named; one about which a fact is on its way is not.</summary>
public sealed class LostFactTests(FilledBooks books) : IClassFixture<FilledBooks>
{
    [Theory]
    [InlineData(nameof(LoanWrittenOff))]
    [InlineData(nameof(LoanReopened))]
    public async Task An_active_application_whose_loan_is_written_off_is_named_unless_the_fact_is_on_its_way(string fact)
    {
        using var folder = books.Copy();
        var id = await QueryAsync(folder.Path, "intake", connection => connection.QuerySingleAsync<Guid>("select application_id from application where state = 'WrittenOff'"));
        await QueryAsync(folder.Path, "intake", connection => connection.ExecuteAsync("update application set state = 'Active' where application_id = @id", new { id }));
        var named = $"application {id:D} is Active in intake, and nothing of it is with ";
        Assert.Contains(named, await ReportAsync(folder.Path), StringComparison.Ordinal);

        await QueryAsync(folder.Path, "repayment", connection => connection.ExecuteAsync(
            """
            insert into outbox (message_id, type, body, body_hash, created_at) values (@message, @fact, @body, '', 0);
            insert into delivery (message_id, subscriber, partition_key, slot, state, attempts, visible_at) values (@message, 'intake', 'k', 0, 0, 0, 0)
            """,
            new { message = Guid.CreateVersion7(), fact, body = JsonSerializer.Serialize(new { applicationId = id }) }));

        Assert.DoesNotContain(named, await ReportAsync(folder.Path), StringComparison.Ordinal);
    }

    private static async Task<string> ReportAsync(string folder)
    {
        var report = await Looks.WholeAsync(folder);
        using var printed = new StringWriter();
        report.Print(printed);
        return printed.ToString();
    }

    private static async Task<T> QueryAsync<T>(string folder, string service, Func<SqliteConnection, Task<T>> query)
    {
        await using var connection = new SqliteConnection($"Data Source={SqliteDatabase.FileOf(folder, service)};Pooling=False");
        return await query(connection);
    }
}
