// Two alerts. A pass that meets a fault fails its invocation, so the list of invocations says what is needed;
// host.json keeps it free of sampling.

@description('Azure region.')
param location string

@description('Tags of the resources.')
param tags object

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Name of the timer function.')
param timerName string

@description('How long without a good pass before an alert, as an ISO 8601 duration.')
param silenceBeforeAlert string

@description('Where alerts are mailed to. Empty: they show in the portal only.')
param email string

var invocations = 'AppRequests | where Name == "${timerName}"'

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'connector-alerts'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'connector'
    enabled: true
    emailReceivers: [{ name: 'operator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

var actions = { actionGroups: empty(email) ? [] : [people.id] }

resource failures 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'connector-passes-fail'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Abandoned cart connector: passes fail'
    description: 'A pass met a fault. The log of its invocation names the fault and the mend; the next pass tries again.'
    severity: 2
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: '${invocations} and Success == false'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    autoMitigate: true
    // the table is not there before the first invocation
    skipQueryValidation: true
    actions: actions
  }
}

resource silence 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'connector-no-good-pass'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Abandoned cart connector: no good pass'
    description: 'No pass has ended well for too long: it is off, it fails, or the app does not start.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: silenceBeforeAlert
    criteria: {
      allOf: [
        {
          // a count without groups is one row even of nothing, so silence is a row as well
          query: '${invocations} and Success == true | summarize GoodPasses = count() | where GoodPasses == 0'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    autoMitigate: true
    skipQueryValidation: true
    actions: actions
  }
}
