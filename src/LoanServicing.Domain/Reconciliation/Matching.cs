using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Reconciliation;

/// <summary>
/// Finds which lines of the bank's statement and which movements of the books are the same money (rule R7). It tries the order's id, the reference under
/// which a line was sent on, the deposit id and the bank's reference, in this order; each line and each movement is used once. What only agrees in amount and date is
/// <see cref="OnlyPairs"/>' business, and is tried last.
/// </summary>
public static class Matching
{
    /// <summary>Matches by everything that names the money.</summary>
    /// <param name="lines">Lines that are matched with nothing yet.</param>
    /// <param name="movements">Movements that are matched with nothing yet, all that share a name with one of the lines.</param>
    public static (IReadOnlyList<BankMatch> Matches, IReadOnlyList<AmountDifference> Differences) ByName(
        IReadOnlyList<BankLine> lines, IReadOnlyList<BookedMovement> movements)
    {
        var table = new Table(lines, movements);
        table.Pair(MatchedBy.EndToEndId, line => line.EndToEndId, movement => movement.EndToEndId);
        table.Pair(MatchedBy.Reference, line => line.SentAs, movement => movement.Reference);
        table.Pair(MatchedBy.DepositId, line => line.LoanId is { } loan ? $"{loan:N}/{line.Reference}" : null, movement => $"{movement.SubjectId:N}/{movement.Reference}");
        table.Pair(
            MatchedBy.DepositId,
            line => line.LoanId is { } loan ? $"{loan:N}/{line.ValueDate}" : null,
            movement => $"{movement.SubjectId:N}/{movement.ValueDate}");
        table.Pair(MatchedBy.Reference, line => line.Reference, movement => movement.Reference);
        table.Group(MatchedBy.Reference, line => line.Reference, movement => movement.Reference is { } reference ? BatchReference.Of(reference) ?? reference : null);
        return (table.Matches, table.Differences());
    }

    /// <summary>Matches a line with a movement of its amount, direction and value date where there is no other such line and no other such movement.</summary>
    /// <param name="lines">All unmatched lines of these amounts and dates.</param>
    /// <param name="movements">All unmatched movements of these amounts and dates.</param>
    public static IReadOnlyList<BankMatch> OnlyPairs(IReadOnlyList<BankLine> lines, IReadOnlyList<BookedMovement> movements)
    {
        var byKey = movements.ToLookup(movement => (movement.IsCredit, movement.Amount, movement.ValueDate));
        return
        [
            .. from same in lines.GroupBy(line => (line.IsCredit, line.Amount, line.ValueDate))
               where same.Count() == 1 && byKey[same.Key].Count() == 1
               select new BankMatch(MatchedBy.AmountAndDate, [same.Single()], [byKey[same.Key].Single()]),
        ];
    }

    /// <summary>What is not matched yet.</summary>
    private sealed class Table(IReadOnlyList<BankLine> lines, IReadOnlyList<BookedMovement> movements)
    {
        private readonly List<BankMatch> _matches = [];
        private readonly HashSet<Guid> _used = [];

        public IReadOnlyList<BankMatch> Matches => _matches;

        /// <summary>One to one: the same name, direction and amount.</summary>
        public void Pair(MatchedBy by, Func<BankLine, string?> nameOfLine, Func<BookedMovement, string?> nameOfMovement)
        {
            var free = Free(nameOfMovement).GroupBy(each => (each.Name, each.Movement.IsCredit, each.Movement.Amount))
                .ToDictionary(group => group.Key, group => new Queue<BookedMovement>(group.Select(each => each.Movement)));
            foreach (var line in lines.Where(IsFree))
            {
                if (nameOfLine(line) is { } name && free.TryGetValue((name, line.IsCredit, line.Amount), out var same) && same.TryDequeue(out var movement))
                {
                    Take(new BankMatch(by, [line], [movement]));
                }
            }
        }

        /// <summary>
        /// One to many and many to one: all free lines and all free movements of one name and direction, when their sums are equal. One to one too, for a batch of
        /// one: a salary list of a single row, whose movement is called by the list's reference and the row's number.
        /// </summary>
        public void Group(MatchedBy by, Func<BankLine, string?> nameOfLine, Func<BookedMovement, string?> nameOfMovement)
        {
            var free = Free(nameOfMovement).ToLookup(each => (each.Name, each.Movement.IsCredit), each => each.Movement);
            foreach (var group in lines.Where(IsFree).Where(line => nameOfLine(line) is not null).GroupBy(line => (nameOfLine(line)!, line.IsCredit)).ToList())
            {
                var (some, others) = (group.ToList(), free[group.Key].ToList());
                var hasOneOfEither = others.Count > 0 && (some.Count == 1 || others.Count == 1);
                var isAnothers = some is [{ LoanId: { } loan }] && others is [var only] && only.SubjectId != loan; // a document number with a stroke
                if (hasOneOfEither && !isAnothers && some.Select(line => line.Amount).Sum() == others.Select(movement => movement.Amount).Sum())
                {
                    Take(new BankMatch(by, some, others));
                }
            }
        }

        /// <summary>
        /// Of what is left, each line beside a movement that has its name and direction: one of the two amounts is wrong. A line that names a loan is
        /// never beside other money that only shares its reference, as document numbers of a bank do.
        /// </summary>
        public IReadOnlyList<AmountDifference> Differences()
        {
            var byOrder = Free(movement => movement.EndToEndId).ToLookup(each => (each.Name, each.Movement.IsCredit), each => each.Movement);
            var byReference = Free(movement => movement.Reference).ToLookup(each => (each.Name, each.Movement.IsCredit), each => each.Movement);
            return
            [
                .. from line in lines.Where(IsFree)
                   let other = (line.EndToEndId is { } order ? byOrder[(order, line.IsCredit)].FirstOrDefault() : null)
                       ?? byReference[(line.Reference, line.IsCredit)].FirstOrDefault(movement => line.LoanId is null || line.LoanId == movement.SubjectId)
                   where other is not null
                   select new AmountDifference(line, other),
            ];
        }

        private IEnumerable<(string Name, BookedMovement Movement)> Free(Func<BookedMovement, string?> nameOf) =>
            from movement in movements
            where !_used.Contains(movement.EntryId)
            let name = nameOf(movement)
            where name is not null
            select (name, movement);

        private bool IsFree(BankLine line) => !_used.Contains(line.LineId);

        private void Take(BankMatch match)
        {
            _used.UnionWith(match.Lines.Select(line => line.LineId));
            _used.UnionWith(match.Movements.Select(movement => movement.EntryId));
            _matches.Add(match);
        }
    }
}
