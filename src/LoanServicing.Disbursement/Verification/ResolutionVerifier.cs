using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.Resolutions;
using LoanServicing.Disbursement.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Disbursement.Verification;

/// <summary>Rule R11: two people and one audit entry stand behind each resolution, one answer comes of it, and no answer was settled without one.</summary>
internal static class ResolutionVerifier
{
    private const string SelectCarriedOut =
        $"select {ResolutionStore.Columns} from payment_order_resolution where status = '{ResolutionRow.CarriedOut}' order by request_id";

    private const string SelectChecks =
        $"select request_id, maker, checker, status from check_request where kind = '{ResolveOrder.CheckName}' order by request_id";

    private const string SelectAnswers =
        $"select number, message_id, order_id, kind, amount, value_date, bank_reference from bank_answer where file_kind = '{ResolutionRow.FileKind}' order by number";

    private const string SelectAudited = "select subject_id, actor from audit where action = @action order by id";

    private const string SelectSettledByNobody =
        """
        select a.number from bank_answer a
        where a.outcome = 'resolved' and not exists (
          select 1 from payment_order_resolution r where r.order_id = a.order_id and r.status = 'carried-out')
        order by a.number
        """;

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection)
    {
        var resolutions = (await connection.QueryAsync<ResolutionRow>(SelectCarriedOut)).ToList();
        var checks = (await connection.QueryAsync<CheckRequest>(SelectChecks)).ToDictionary(row => row.RequestId);
        var answers = (await connection.QueryAsync<BankAnswerRow>(SelectAnswers)).ToLookup(row => row.MessageId);
        var audited = (await connection.QueryAsync<(string SubjectId, string Actor)>(SelectAudited, new { action = ResolveOrder.ResolvedAction }))
            .CountBy(entry => entry).ToDictionary();
        var problems = resolutions.SelectMany(row => Problems(row, checks.GetValueOrDefault(row.RequestId), [.. answers[row.Cause]])).ToList();
        problems.AddRange(resolutions.CountBy(row => (row.OrderId.ToString(), row.Checker ?? ""))
            .Where(pair => audited.GetValueOrDefault(pair.Key) != pair.Value)
            .Select(pair => $"payment order {pair.Key.Item1} was resolved {pair.Value} times by {pair.Key.Item2}, its audit trail says {audited.GetValueOrDefault(pair.Key)}"));
        var known = resolutions.Select(row => row.Cause).ToHashSet();
        problems.AddRange(answers.Where(group => !known.Contains(group.Key)).Select(group => $"an answer comes of resolution {group.Key}, which was not carried out"));
        problems.AddRange((await connection.QueryAsync<long>(SelectSettledByNobody)).Select(number => $"answer {number} of the bank was settled by nobody"));
        return new RuleFinding("R11", resolutions.Count, "resolutions of payment orders with their two people", problems);
    }

    private static IEnumerable<string> Problems(ResolutionRow row, CheckRequest? check, IReadOnlyList<BankAnswerRow> answers)
    {
        if (!TwoPeople.Are(row.Maker, row.Checker) || row.Reason.Length == 0)
        {
            yield return $"resolution {row.RequestId} of {row.Maker} was checked by {row.Checker ?? "nobody"}, its reason is '{row.Reason}'";
        }

        if (check is not { Status: CheckRequest.Approved } || (check.Maker, check.Checker) != (row.Maker, row.Checker))
        {
            yield return $"resolution {row.RequestId} of {row.Maker} and {row.Checker} is the request of {check?.Maker ?? "nobody"} that {check?.Checker ?? "nobody"} approved";
        }

        var said = row.ToAnswer("");
        if (answers.Count != 1
            || (answers[0].OrderId, answers[0].Kind, answers[0].Amount, answers[0].ValueDate, answers[0].BankReference)
            != (row.OrderId, said.Kind.Name(), said.Amount, said.ValueDate, said.BankReference))
        {
            yield return $"resolution {row.RequestId} has {answers.Count} answers that do not say what it says{string.Concat(answers.Select(answer => $"; answer {answer.Number} of the bank"))}";
        }
    }
}
