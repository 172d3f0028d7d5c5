using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>A deposit that finance records; it counts once a second person has checked it.</summary>
internal sealed record ContributionRow
{
    public Guid ContributionId { get; init; }

    public string Funder { get; init; } = "";

    public Rials Amount { get; init; }

    public string Channel { get; init; } = "";

    public string BankReference { get; init; } = "";

    public LocalDate ValueDate { get; init; }

    public string Status { get; init; } = "";

    public Guid RequestId { get; init; }

    public string Maker { get; init; } = "";

    public string? Checker { get; init; }

    public Instant AskedAt { get; init; }

    public long Version { get; init; }
}

internal static class ContributionStore
{
    private const string Columns =
        "contribution_id, funder, amount, channel, bank_reference, value_date, status, request_id, maker, checker, asked_at, version";

    private const string Select = $"select {Columns} from contribution where contribution_id = @contributionId";

    public const string SelectRecorded = $"select {Columns} from contribution where status = 'recorded' order by contribution_id";

    private const string SelectByReference =
        $"select {Columns} from contribution where channel = @channel and bank_reference = @bankReference and status <> 'refused' and reversed_by is null";

    private const string SelectWaitingOf = $"select {Columns} from contribution where funder = @funder and status = 'waiting'";

    private const string Insert =
        $"""
        insert into contribution ({Columns})
        values (
          @ContributionId, @Funder, @Amount, @Channel, @BankReference, @ValueDate, @Status, @RequestId, @Maker, @Checker, @AskedAt, 1)
        """;

    private const string Decide =
        """
        update contribution set status = @status, checker = @checker, version = version + 1
        where contribution_id = @ContributionId and status = 'waiting' and version = @Version
        """;

    private const string Reverse =
        """
        update contribution set reversed_by = @entryId, version = version + 1
        where contribution_id = @contributionId and status = 'recorded' and reversed_by is null
        """;

    public static Task<ContributionRow> GetAsync(UnitOfWork unit, Guid contributionId) =>
        unit.QuerySingleAsync<ContributionRow>(Select, new { contributionId });

    public static Task<ContributionRow?> FindByReferenceAsync(UnitOfWork unit, string channel, string bankReference) =>
        unit.QuerySingleOrDefaultAsync<ContributionRow>(SelectByReference, new { channel, bankReference });

    /// <summary>What a funder's deposits that nobody has checked yet come to.</summary>
    public static async Task<Rials> WaitingOfAsync(UnitOfWork unit, string funder) =>
        (await unit.QueryAsync<ContributionRow>(SelectWaitingOf, new { funder })).Select(row => row.Amount).Sum();

    public static Task AddAsync(UnitOfWork unit, ContributionRow row) => unit.ExecuteAsync(Insert, row);

    /// <summary>The deposit was recorded wrongly and has been taken out of the books; its bank reference is free for the right one.</summary>
    /// <param name="entryId">The entry that took it out.</param>
    public static async Task ReverseAsync(UnitOfWork unit, Guid contributionId, Guid entryId) =>
        RowVersion.Expect(await unit.ExecuteAsync(Reverse, new { contributionId, entryId }), $"contribution {contributionId:D}");

    public static async Task DecideAsync(UnitOfWork unit, ContributionRow row, string status, string checker) =>
        RowVersion.Expect(
            await unit.ExecuteAsync(Decide, new { row.ContributionId, row.Version, status, checker }), $"contribution {row.ContributionId:D}");
}
