using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding;
using LoanServicing.Platform.Verification;
using LoanServicing.Repayment;

namespace LoanServicing.Host.Verification;

/// <summary>
/// Rule R9 between two services: every posting of the loan books is in the journal with the same parts, and the journal has no other. They
/// are compared by message id; a posting that is still in an outbox or a waiting row is in flight.
/// </summary>
internal static class LoanBooksAndJournal
{
    private const string SelectPostings =
        "select message_id, alavi, sina, fee, credit from posting order by message_id";

    private const string SelectEntries =
        """
        select e.source_id as message_id,
          sum(case when l.owner = 'ALAVI' then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as alavi,
          sum(case when l.owner = 'SINA' then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as sina,
          sum(case when 'FEE_INCOME' in (l.debit, l.credit) then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as fee,
          sum(case when 'BORROWER_CREDIT' in (l.debit, l.credit) then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as credit
        from journal_entry e
        join journal_line l on l.entry_id = e.entry_id
        where e.kind = @kind
        group by e.source_id
        order by e.source_id
        """;

    private const string CountPostings = "select count(*) from posting where message_id = @messageId";

    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(string dataFolder, CancellationToken cancel)
    {
        var comparison = new Comparison();
        await ProgrammeVerification.ReadAsync(
            dataFolder,
            RepaymentService.Name,
            async postings =>
            {
                // One snapshot holds the postings and the outbox; the journal's snapshot, taken later, has all that had left it.
                comparison.Pending.UnionWith(await MessageIdsAsync(postings, "select message_id from outbox"));
                return await ProgrammeVerification.ReadAsync(
                    dataFolder, FundingService.Name, journal => comparison.RunAsync(postings, journal), cancel);
            },
            cancel);
        await ProgrammeVerification.ReadAsync(
            dataFolder, RepaymentService.Name, postings => ForgetNewerAsync(postings, comparison.OnlyInJournal), cancel);
        return [comparison.Finding];
    }

    /// <summary>Entries of postings that were made after the first snapshot, in a process that is serving, are no finding.</summary>
    private static async Task<int> ForgetNewerAsync(DbConnection postings, List<Guid> onlyInJournal)
    {
        foreach (var messageId in onlyInJournal.ToList())
        {
            if (await postings.QuerySingleAsync<long>(CountPostings, new { messageId }) > 0)
            {
                onlyInJournal.Remove(messageId);
            }
        }

        return onlyInJournal.Count;
    }

    private static async Task<HashSet<Guid>> MessageIdsAsync(DbConnection connection, string sql) =>
        [.. await connection.QueryAsync<Guid>(sql)];

    /// <summary>Walks both lists in the order of message ids, one row of each in memory.</summary>
    private sealed class Comparison
    {
        private readonly List<string> _problems = [];
        private long _counted;
        private long _inFlight;

        /// <summary>Message ids that an outbox or a waiting row still holds.</summary>
        public HashSet<Guid> Pending { get; } = [];

        public List<Guid> OnlyInJournal { get; } = [];

        public RuleFinding Finding => new(
            "R9",
            _counted,
            $"postings of the loan books in the journal ({_inFlight} in flight)",
            [.. _problems, .. OnlyInJournal.Select(id => $"journal entry of message {id} has no posting in the loan books")]);

        public async Task<int> RunAsync(DbConnection loanBooks, DbConnection journal)
        {
            Pending.UnionWith(await MessageIdsAsync(journal, "select message_id from waiting"));
            await using var postings = loanBooks.QueryUnbufferedAsync<Parts>(SelectPostings).GetAsyncEnumerator();
            await using var entries = journal.QueryUnbufferedAsync<Parts>(SelectEntries, new { kind = EntryKinds.Repayment }).GetAsyncEnumerator();
            var posting = await NextAsync(postings);
            var entry = await NextAsync(entries);
            while (posting is not null || entry is not null)
            {
                var order = Compare(posting, entry);
                Look(order <= 0 ? posting : null, order >= 0 ? entry : null);
                posting = order <= 0 ? await NextAsync(postings) : posting;
                entry = order >= 0 ? await NextAsync(entries) : entry;
            }

            return _problems.Count;
        }

        private void Look(Parts? posting, Parts? entry)
        {
            _counted++;
            if (posting is not null && entry is not null && posting != entry)
            {
                _problems.Add($"repayment posting {posting.MessageId} and its journal entry differ in their parts");
            }
            else if (entry is null && Pending.Contains(posting!.MessageId))
            {
                _inFlight++;
            }
            else if (entry is null)
            {
                _problems.Add($"repayment posting {posting!.MessageId} is not in the journal and not on its way");
            }
            else if (posting is null)
            {
                OnlyInJournal.Add(entry.MessageId);
            }
        }

        private static int Compare(Parts? posting, Parts? entry) => (posting, entry) switch
        {
            (null, _) => 1,
            (_, null) => -1,
            _ => posting.MessageId.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(entry.MessageId.ToByteArray(bigEndian: true)),
        };

        private static async Task<Parts?> NextAsync(IAsyncEnumerator<Parts> rows) => await rows.MoveNextAsync() ? rows.Current : null;
    }

    private sealed record Parts
    {
        public Guid MessageId { get; init; }

        public Rials Alavi { get; init; }

        public Rials Sina { get; init; }

        public Rials Fee { get; init; }

        public Rials Credit { get; init; }
    }
}
