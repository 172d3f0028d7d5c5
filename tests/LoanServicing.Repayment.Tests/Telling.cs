using System.Text;
using System.Text.Json;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Contracts.Outside;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Repayment.Handlers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoanServicing.Repayment.Tests;

/// <summary>One payment of <see cref="Rials"/> on <see cref="Day"/> under one bank reference, told through one channel and another.</summary>
public sealed class Telling(RepaymentHost host)
{
    public const long Rials = 600_000;

    public const string Day = "1405-08-01";

    private const string Receipts = "select channel, bank_reference from receipt where bank_reference like @like order by channel, bank_reference";

    private const string Suspended =
        "select channel, bank_reference from suspense where bank_reference like @like and resolved_as is null order by channel, bank_reference";

    public string Reference { get; init; } = $"TT-{Guid.CreateVersion7():N}".ToUpperInvariant();

    public async Task<(Guid LoanId, string DepositId)> OpenAsync()
    {
        var loanId = await host.OpenAsync();
        return (loanId, (await host.GetAsync($"loans/{loanId}")).Body.Text("depositId")!);
    }

    /// <summary>A line of the statement, whose reference ends with the suffix.</summary>
    public ReceiptOnStatement Line(string? depositId, string suffix = "") =>
        new(Guid.CreateVersion7(), new Rials(Rials), Facts.Day(Day), Reference + suffix, depositId);

    /// <summary>Tells lines of one file; they are taken when this returns.</summary>
    public async Task ByStatementAsync(params ReceiptOnStatement[] lines)
    {
        var file = Guid.CreateVersion7();
        var fact = new ReceiptsOnStatement(Facts.Header(Streams.Statement, file), file, lines);
        await host.Database.WriteAsync(unit => TakeStatementReceipts.HandleAsync(fact, unit, host.Rules));
    }

    public Task<Rejection?> ByMessageAsync(string depositId, string channel = "paya")
    {
        var payment = Facts.Receipt(Rials, Day, Reference, channel);
        payment["depositId"] = depositId;
        var queue = RepaymentService.Module.OutsideQueues.Single(one => one.Name == BankPaymentReceived.Queue);
        var judge = new MessageJudge(queue, host.Database, host.App.Services, DispatcherLimits.Default, NullLogger<MessageJudge>.Instance);
        return judge.TakeAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(payment)), CancellationToken.None);
    }

    public Task<(int Status, JsonElement Body)> ByHttpAsync(Guid loanId, string channel = "branch", HttpClient? client = null) =>
        host.PayAsync(loanId, Facts.Receipt(Rials, Day, Reference, channel), client: client);

    /// <summary>Tells that two people of finance have assigned what is in suspense under the reference to a loan.</summary>
    public async Task AssignAsync(string suffix, Guid loanId)
    {
        var suspended = await host.Probe.ExpectSuspendedAsync(Reference + suffix);
        var fact = new SuspenseResolved(
            Facts.Header(Streams.SuspenseResolution, suspended.SuspenseId), suspended.SuspenseId, SuspenseResolved.Assigned, loanId);
        await host.Database.WriteAsync(unit => ResolveSuspense.HandleAsync(fact, unit, host.Rules));
    }

    /// <summary>What stands in the books under the reference: <c>receipt</c> or <c>suspense</c>, the channel, and how the reference ends.</summary>
    public Task<IReadOnlyList<string>> BecameAsync() => host.Database.ReadAsync<IReadOnlyList<string>>(async connection =>
    {
        var like = new { like = Reference + "%" };
        var receipts = (await connection.QueryAsync<Stored>(Receipts, like)).ToList();
        var suspended = (await connection.QueryAsync<Stored>(Suspended, like)).ToList();
        return [.. receipts.Select(one => $"receipt {Shown(one)}"), .. suspended.Select(one => $"suspense {Shown(one)}")];
    });

    private string Shown(Stored one) => $"{one.Channel} {one.BankReference[Reference.Length..]}".TrimEnd();

    private sealed record Stored
    {
        public string Channel { get; init; } = "";

        public string BankReference { get; init; } = "";
    }
}
