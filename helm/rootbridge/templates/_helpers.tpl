{{- define "rootbridge.labels" -}}
app.kubernetes.io/name: rootbridge
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end }}

{{- define "rootbridge.account" -}}
{{ ternary "rootbridge" "rootbridge-remote" (eq .Values.profile "cluster") }}
{{- end }}

{{- /* The ServiceAccount's user name, as CEL text. */ -}}
{{- define "rootbridge.user" -}}
'system:serviceaccount:{{ .Release.Namespace }}:{{ include "rootbridge.account" . }}'
{{- end }}

{{- /* A list of strings, as CEL text. */ -}}
{{- define "rootbridge.celList" -}}
[{{ range $i, $name := . }}{{ if $i }}, {{ end }}'{{ $name }}'{{ end }}]
{{- end }}

{{- define "rootbridge.policies" -}}
{{- if eq (toString .Values.policy.enabled) "auto" -}}
{{- /* By its version too: where nothing is asked of an API server, it isn't known what that has. */ -}}
{{- if or (.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy") (semverCompare ">=1.30.0-0" .Capabilities.KubeVersion.Version) }}true{{ end -}}
{{- else if .Values.policy.enabled }}true{{ end -}}
{{- end }}

{{- define "rootbridge.localRootNamespace" -}}
{{ .Values.localRoot.namespace | default .Values.mesh.rootNamespace }}
{{- end }}

{{- define "rootbridge.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{- /* What of webhooks is the same in every cluster. */ -}}
{{- define "rootbridge.webhook" -}}
rules:
  - apiGroups: [""]
    apiVersions: [v1]
    operations: [CREATE]
    resources: [pods]
    scope: Namespaced
namespaceSelector:
  matchLabels:
    rootbridge.dev/injection: enabled
  matchExpressions:
    # Never its own pods, nor what the cluster and the mesh stand on, whatever they are labelled.
    - key: kubernetes.io/metadata.name
      operator: NotIn
      {{- $mesh := ternary (list .Values.mesh.rootNamespace) (list) .Values.webhook.excludeRootNamespace }}
      values: {{ concat .Values.webhook.excludedNamespaces $mesh (list .Release.Namespace) | uniq | toJson }}
objectSelector:
  matchExpressions:
    - key: rootbridge.dev/inject
      operator: NotIn
      values: ["false"]
matchPolicy: Equivalent
# Once more after webhooks that change the pod later, such as Istio's when it is reinvoked.
reinvocationPolicy: IfNeeded
sideEffects: None
timeoutSeconds: {{ .Values.webhook.timeoutSeconds }}
failurePolicy: {{ .Values.webhook.failurePolicy }}
{{- end }}

{{- /* Settings that other parts of the chart go by, and the value that each is set by. */ -}}
{{- define "rootbridge.ownedSettings" -}}
rootbridge.local.trust-domain: trustDomain
rootbridge.local.istiod: mesh.istiod
rootbridge.local.root.config-map.namespace: localRoot.namespace
rootbridge.local.root.config-map.name: localRoot.name
rootbridge.mesh.root-namespace: mesh.rootNamespace
rootbridge.mesh.config-maps: mesh.configMaps
rootbridge.mesh.publish.enabled: mesh.publish.enabled
rootbridge.mesh.publish.config-map: mesh.publish.configMap
rootbridge.discover-remote-secrets: secrets.discover
rootbridge.discover-remote-secrets-in: mesh.rootNamespace
rootbridge.serving.mode: serving.mode
rootbridge.serving.hosts: serving.hosts
rootbridge.bundle-endpoint.enabled: bundleEndpoint.enabled
rootbridge.page.enabled: page.enabled
rootbridge.page.access: page.access
rootbridge.page.audiences: page.audiences
rootbridge.log.json: log.json
rootbridge.namespace: ""
rootbridge.serving.service: ""
rootbridge.serving.secret: ""
rootbridge.serving.registration: ""
rootbridge.serving.files.certificate: ""
rootbridge.serving.files.key: ""
rootbridge.bundle-endpoint.port: ""
rootbridge.page.port: ""
quarkus.http.ssl-port: ""
quarkus.management.enabled: ""
quarkus.management.port: ""
quarkus.tls.webhook.trust-store.pem.certs: serving.clientCa.secretName
quarkus.tls.webhook.reload-period: serving.clientCa.secretName
quarkus.tls.bundle.key-store.pem.0.cert: bundleEndpoint.secretName
quarkus.tls.bundle.key-store.pem.0.key: bundleEndpoint.secretName
{{- end }}

{{- /* application.properties: what differs from the program's defaults. */ -}}
{{- define "rootbridge.settings" -}}
{{- $settings := dict -}}
{{- with .Values.trustDomain }}{{ $_ := set $settings "rootbridge.local.trust-domain" . }}{{ end -}}
{{- if ne .Release.Namespace "rootbridge-system" }}{{ $_ := set $settings "rootbridge.namespace" .Release.Namespace }}{{ end -}}
{{- $root := .Values.mesh.rootNamespace -}}
{{- if ne $root "istio-system" }}{{ $_ := set $settings "rootbridge.mesh.root-namespace" $root }}{{ end -}}
{{- if ne (include "rootbridge.localRootNamespace" .) "istio-system" -}}
{{- $_ := set $settings "rootbridge.local.root.config-map.namespace" (include "rootbridge.localRootNamespace" .) -}}
{{- end -}}
{{- if ne .Values.localRoot.name "istio-ca-root-cert" }}{{ $_ := set $settings "rootbridge.local.root.config-map.name" .Values.localRoot.name }}{{ end -}}
{{- if or .Values.mesh.istiod (ne $root "istio-system") -}}
{{- $_ := set $settings "rootbridge.local.istiod" (.Values.mesh.istiod | default (printf "istiod.%s.svc:15012" $root)) -}}
{{- end -}}
{{- if ne (join "," .Values.mesh.configMaps) "istio" }}{{ $_ := set $settings "rootbridge.mesh.config-maps" (join "," .Values.mesh.configMaps) }}{{ end -}}
{{- if not .Values.mesh.publish.enabled }}{{ $_ := set $settings "rootbridge.mesh.publish.enabled" "false" }}{{ end -}}
{{- if ne .Values.mesh.publish.configMap "rootbridge-mesh" }}{{ $_ := set $settings "rootbridge.mesh.publish.config-map" .Values.mesh.publish.configMap }}{{ end -}}
{{- if .Values.secrets.discover -}}
{{- $_ := set $settings "rootbridge.discover-remote-secrets" "true" -}}
{{- if ne $root "istio-system" }}{{ $_ := set $settings "rootbridge.discover-remote-secrets-in" $root }}{{ end -}}
{{- end -}}
{{- if ne .Values.serving.mode "self-managed" }}{{ $_ := set $settings "rootbridge.serving.mode" .Values.serving.mode }}{{ end -}}
{{- with .Values.serving.hosts }}{{ $_ := set $settings "rootbridge.serving.hosts" (join "," .) }}{{ end -}}
{{- if .Values.serving.clientCa.secretName -}}
{{- $_ := set $settings "quarkus.tls.webhook.trust-store.pem.certs" "/etc/rootbridge/client-ca/ca.crt" -}}
{{- $_ := set $settings "quarkus.tls.webhook.reload-period" "5m" -}}
{{- end -}}
{{- if .Values.bundleEndpoint.enabled -}}
{{- $_ := set $settings "rootbridge.bundle-endpoint.enabled" "true" -}}
{{- $_ := set $settings "quarkus.tls.bundle.key-store.pem.0.cert" "/etc/rootbridge/bundle-tls/tls.crt" -}}
{{- $_ := set $settings "quarkus.tls.bundle.key-store.pem.0.key" "/etc/rootbridge/bundle-tls/tls.key" -}}
{{- end -}}
{{- if not .Values.page.enabled }}{{ $_ := set $settings "rootbridge.page.enabled" "false" }}{{ end -}}
{{- if ne .Values.page.access "none" }}{{ $_ := set $settings "rootbridge.page.access" .Values.page.access }}{{ end -}}
{{- with .Values.page.audiences }}{{ $_ := set $settings "rootbridge.page.audiences" (join "," .) }}{{ end -}}
{{- if .Values.log.json }}{{ $_ := set $settings "rootbridge.log.json" "true" }}{{ end -}}
{{- $owned := include "rootbridge.ownedSettings" . | fromYaml -}}
{{- range $name, $value := .Values.settings -}}
{{- if hasKey $owned $name -}}
{{- with get $owned $name }}{{ fail (printf "settings: %s is set by the value %s" $name .) }}{{ end -}}
{{- fail (printf "settings: %s is fixed by the chart" $name) -}}
{{- end -}}
{{- /* Of a values file Helm makes floats, which would be written as 2.097152e+06. */ -}}
{{- if kindIs "float64" $value }}{{ $value = int64 $value }}{{ end -}}
{{- $_ := set $settings $name (toString $value | replace "\\" "\\\\") -}}
{{- end -}}
{{- range $name := keys $settings | sortAlpha }}
{{ $name }}={{ get $settings $name }}
{{- end }}
{{- end }}
